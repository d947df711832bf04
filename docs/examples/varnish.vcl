vcl 4.1;

# Varnish 7 in front of Copydesk (Debian: varnish, varnish-modules). Start Copydesk with CDN=varnish and VARNISH_URLS.

import std;
import xkey;

backend copydesk {
    .host = "127.0.0.1";
    .port = "4000";
    .probe = {
        .url = "/readyz";
        .interval = 2s;
    }
}

# From where Copydesk purges.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(403, "Forbidden"));
        }
        if (req.http.xkey-purge) {
            return (synth(200, "Purged " + xkey.purge(req.http.xkey-purge)));
        }
        if (req.http.xkey-softpurge) {
            return (synth(200, "Purged " + xkey.softpurge(req.http.xkey-softpurge)));
        }
        return (synth(400, "No keys"));
    }
    # What is for one person is never stored: Copydesk answers it with "private, no-store".
    if (req.http.authorization || (req.method != "GET" && req.method != "HEAD")) {
        return (pass);
    }
    # Copydesk allows 30 seconds (stale-while-revalidate) while it can be reached, and a day (stale-if-error) while it cannot.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 30s;
    }
    # The API uses no cookies. Those of other parts of the site must not prevent caching.
    unset req.http.cookie;
    return (hash);
}

sub vcl_backend_response {
    if (beresp.http.cache-control ~ "no-store|private") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    # An error must not replace a response that can still be served.
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    set beresp.grace = 1d;
    return (deliver);
}

sub vcl_deliver {
    # The tags are of no use to readers.
    unset resp.http.xkey;
    set resp.http.x-cache = "miss";
    if (obj.hits > 0) {
        set resp.http.x-cache = "hit";
    }
}

# The server as an image: docker build --tag copydesk .
# It runs as a user without rights, and with a read-only root file system: it writes to /data (DATA_DIR) and /tmp only.
# docker run --read-only --tmpfs /tmp --publish 4000:4000 --env DATABASE_URL=… --env SITE_URL=… --env PUBLIC_URL=… copydesk

# Generated code: its generators are development dependencies. Install scripts would download engines that nothing uses here.
FROM node:24.21.0-trixie-slim AS generated
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY prisma.config.ts schema.graphql ./
COPY prisma/schema.prisma prisma/
COPY scripts/generate.ts scripts/
RUN node scripts/generate.ts

# What production needs.
FROM node:24.21.0-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-trixie-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
RUN install --directory --owner=node --group=node --mode=0750 /data
COPY --from=dependencies /app/node_modules node_modules
COPY package.json schema.graphql ./
COPY prisma prisma
COPY scripts scripts
COPY src src
COPY --from=generated /app/src/generated src/generated
# The user node, as a number: Kubernetes can tell by it that this is not root.
USER 1000:1000
VOLUME ["/data"]
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]

import type { Palette } from './shapes.ts'

type Colours = [
  sky: string,
  glow: string,
  far: string,
  middle: string,
  near: string,
  accent: string,
  ink: string,
  paper: string,
]

const palette = ([sky, glow, far, middle, near, accent, ink, paper]: Colours): Palette => ({
  sky,
  glow,
  far,
  middle,
  near,
  accent,
  ink,
  paper,
})

export const palettes = {
  dawn: palette(['#f6d6b8', '#f2a25c', '#c98b8b', '#7f8fb0', '#54617f', '#d9563f', '#2b2f45', '#fff3e2']),
  day: palette(['#cfe6ef', '#f7d774', '#9fc2b4', '#6ea58f', '#3f7d6c', '#e0663f', '#24404a', '#fbfaf3']),
  sea: palette(['#d8ebf2', '#ffe1a0', '#8db8c9', '#4b8fab', '#2c6480', '#e4573d', '#17364a', '#ffffff']),
  night: palette(['#1d2541', '#f4cf6a', '#34406a', '#2a3357', '#3d4a78', '#c94f5c', '#0f1428', '#d9deef']),
  storm: palette(['#5d6b78', '#f1e8a4', '#4a5763', '#5f8592', '#3e6170', '#d8893c', '#22343e', '#dde6ea']),
  field: palette(['#e4efd4', '#f6c945', '#a9c98a', '#7fb069', '#4e8a47', '#d95d39', '#2e4a2b', '#fdfdf0']),
  sand: palette(['#f3dfc0', '#fff0c9', '#d3a679', '#d99a5b', '#a86a3d', '#c77d43', '#55352a', '#fdf4e3']),
  brick: palette(['#e9e2d8', '#f5d27c', '#b7a99a', '#a4563f', '#7a3e33', '#c8553d', '#3a2a2a', '#faf6ee']),
  violet: palette(['#2e1f47', '#ffcf6e', '#7b4fa3', '#4b3470', '#5d3f86', '#e85d75', '#170f26', '#f4e9ff']),
  ward: palette(['#dfeeea', '#f3e3a1', '#a8cfc4', '#8fbdb2', '#5d9186', '#4a90a4', '#2f4d4a', '#ffffff']),
} as const

"""Colours as a browser draws them: how light one is, and what a thing stands on."""

from __future__ import annotations

#: Functions for a script that measures: `light`, `read`, `over`, `ground`.
LIGHT = """
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const read = (said) => {
    const plain = said.match(/rgba?\\(([^)]+)\\)/), wide = said.match(/color\\(srgb ([^)]+)\\)/);
    const parts = (plain || wide)?.[1].split(/[ ,/]+/).map(Number);
    return parts && [...parts.slice(0, 3).map((v) => wide ? v * 255 : v), parts[3] ?? 1];
  };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3]));
  const ground = (el) => {
    const layers = [];
    for (let node = el; node; node = node.parentElement) {
      const colour = read(getComputedStyle(node).backgroundColor);
      if (colour && colour[3] > 0) layers.push(colour);
      if (colour && colour[3] >= 1) break;
    }
    return layers.reverse().reduce((below, one) => over(one, below), [255, 255, 255]);
  };
"""

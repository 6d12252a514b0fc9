// Draws the charts of a page: each figure names the data block that holds its specification.
// The expressions are interpreted as a tree, so that no page needs the right to evaluate text.
"use strict";

(() => {
  const FONT = getComputedStyle(document.documentElement).getPropertyValue("--gt-font").trim() || "sans-serif";

  // Names beside the bars take at most this share of the width.
  const NAMES_SHARE = 0.4;

  // Bars that lie get a height each: a chart is fitted to its width alone.
  const BAR = 22;
  const different = (spec, channel) => new Set((spec.data?.values ?? []).map((row) => row[channel?.field])).size;
  const barsHeight = ({ data, encoding = {} }) =>
    ["nominal", "ordinal"].includes(encoding.y?.type)
      ? BAR * different({ data }, encoding.y) * different({ data }, encoding.yOffset)
      : undefined;

  const config = (ink, faint, green) => ({
    background: "transparent",
    font: FONT,
    view: { stroke: null },
    axis: {
      labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
      labelAngle: 0, labelLimit: 160, labelOverlap: true, gridColor: faint, domainColor: faint, tickColor: faint,
    },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, orient: "bottom", columns: 3, labelLimit: 220 },
    title: { color: ink, anchor: "start", fontSize: 13 },
    bar: { color: green, cornerRadiusEnd: 2 },
    line: { color: green, strokeWidth: 2 },
    point: { color: green, filled: true },
    area: { color: green, fillOpacity: 0.25, line: true },
    arc: { stroke: null },
    range: { category: [green, "#2563eb", "#b45309", "#7c3aed", "#0e7490", "#be123c", "#4d7c0f", "#475569"] },
  });

  const draw = async (figure) => {
    const canvas = figure.querySelector(".gt-chart__canvas");
    const block = document.getElementById(figure.dataset.spec);
    if (!canvas || !block) return;
    const given = JSON.parse(block.textContent);
    const style = getComputedStyle(canvas);
    const faint = style.getPropertyValue("--gt-line").trim() || "#e5e7eb";
    const green = style.getPropertyValue("--gt-chart").trim() || "#157138";
    const spec = { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...given };
    spec.height ??= barsHeight(spec);
    const room = Math.round(canvas.clientWidth * NAMES_SHARE);
    const names = spec.encoding?.y?.axis;
    if (names?.labelLimit > room) names.labelLimit = room;
    await vegaEmbed(canvas, spec, {
      ast: true, actions: false, renderer: "svg", tooltip: { theme: "custom" }, config: config(style.color, faint, green),
    });
    figure.dataset.drawn = "yes";
  };

  const drawAll = async () => {
    if (typeof vegaEmbed === "undefined") return;
    // Words are measured before they are drawn: their font must be there by then.
    await document.fonts.load(`12px ${FONT}`, "绿").catch(() => undefined);
    document.querySelectorAll(".gt-chart").forEach((figure) => draw(figure));
  };

  document.addEventListener("DOMContentLoaded", () => {
    drawAll();
    new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["class"] });
  });
})();

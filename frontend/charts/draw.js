// Draws one chart from the option beside it: canvas, colors from the page's own tokens, amounts as the house writes
// them. No markup is made from text and no style attribute is written, so it lives with the strictest policy.

import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { palette } from "./palette.js";
import { full, short } from "./words.js";

use([BarChart, LineChart, ScatterChart, DataZoomInsideComponent, GridComponent, TooltipComponent, CanvasRenderer]);

// As in the server's drawing: from here on not every name is written, and below this width only its first letter.
const NAMES_MAX = 12;
const NARROW = 480;

const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Lays a canvas over the server's drawing, and hides the drawing once the canvas stands. */
export function draw(box) {
  const drawing = box.querySelector("svg");
  const layer = document.createElement("div");
  layer.className = "chart-layer";
  layer.setAttribute("aria-hidden", "true");
  box.append(layer);
  let chart;
  try {
    chart = init(layer, null, { renderer: "canvas" });
    chart.setOption(dressed(box));
  } catch (failure) {
    chart?.dispose();
    layer.remove();
    throw failure;
  }
  // Hidden from sight only: its title and description still speak to readers.
  drawing.classList.add("chart-covered");
  new ResizeObserver(() => {
    chart.resize();
    chart.setOption(dressed(box));
  }).observe(box);
  dark.addEventListener("change", () => chart.setOption(dressed(box)));
}

/** The option of a chart with colors and words. */
function dressed(box) {
  const option = JSON.parse(box.dataset.option);
  const unit = box.dataset.unit;
  const colors = palette(box);
  const last = option.xAxis.data.length - 1;
  const text = { color: colors.label, fontFamily: colors.font, fontSize: 13 };
  option.animation = !still.matches;
  option.animationDuration = 200;
  option.tooltip = {
    trigger: "axis",
    confine: true,
    className: "chart-tip",
    backgroundColor: colors.sheet,
    borderColor: colors.rule2,
    textStyle: { ...text, color: colors.ink },
    axisPointer: { type: "shadow", z: 0, shadowStyle: { color: colors.tint } },
    formatter: (points) => tip(points, unit),
  };
  Object.assign(option.xAxis, {
    axisLine: { lineStyle: { color: colors.ink } },
    axisTick: { show: false },
    axisLabel: {
      ...text,
      interval: last < NAMES_MAX ? 0 : "auto",
      formatter: (name, at) => slotName(name, at === last, box.clientWidth < NARROW),
      rich: { now: { color: colors.ink, fontWeight: 600 } },
    },
  });
  Object.assign(option.yAxis, {
    axisLabel: { ...text, formatter: (value) => axisWord(value, unit, option.yAxis.max, box.dataset.chart) },
    splitLine: { lineStyle: { color: colors.rule } },
  });
  const series = [option.series].flat();
  if (box.dataset.chart === "bars") {
    dressBars(series, colors, "unfinished" in box.dataset ? last : -1);
  } else {
    dressLine(series, colors);
  }
  return { ...option, series };
}

function dressBars([received, paidOut, net], colors, unfinished) {
  Object.assign(received, { barWidth: "56%", itemStyle: { color: colors.barIn }, emphasis: { disabled: true } });
  Object.assign(paidOut, {
    barWidth: "56%",
    itemStyle: { color: colors.barOut, borderColor: colors.edge, borderWidth: 1 },
    emphasis: { disabled: true },
  });
  Object.assign(net, { symbolSize: [26, 2.5], itemStyle: { color: colors.ink }, emphasis: { disabled: true }, z: 3 });
  if (unfinished >= 0) {
    const value = received.data[unfinished];
    received.data[unfinished] = { value, itemStyle: { color: hatch(colors), borderColor: colors.barIn, borderWidth: 1 } };
  }
}

function dressLine([line], colors) {
  Object.assign(line, {
    symbolSize: 7,
    lineStyle: { color: colors.ink2, width: 1.75 },
    itemStyle: { color: colors.accent },
    emphasis: { disabled: true },
  });
}

/** The hatching of a month that is not over, as in the server's drawing. */
function hatch(colors) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colors.barIn;
  pen.lineWidth = 2;
  for (const at of [-3, 3, 9]) {
    pen.moveTo(at - 4, 7);
    pen.lineTo(at + 4, -1);
  }
  pen.stroke();
  return { image: tile, repeat: "repeat" };
}

/** Dollars are named once, at the top; below zero stands what was paid out, or a value that is less than nothing. */
function axisWord(value, unit, top, kind) {
  const dollar = unit === "cents" && value === top ? "$" : "";
  const minus = value < 0 && kind === "line" ? "\u2212" : "";
  return minus + dollar + short(value, unit);
}

/** `November 2026` below its bar as `Nov`, or `N` where the chart is narrow; the last one strong. */
function slotName(name, isLast, isNarrow) {
  const word = name.split(" ")[0].slice(0, isNarrow ? 1 : 3);
  return isLast ? `{now|${word}}` : word;
}

/** What stands beside the pointer: the month, and each figure with its word. Built as elements, never as markup. */
function tip(points, unit) {
  const list = document.createElement("dl");
  const title = document.createElement("p");
  title.textContent = points[0].name;
  for (const point of points) {
    const [word, value] = [document.createElement("dt"), document.createElement("dd")];
    word.textContent = point.seriesName;
    const amount = point.seriesName === "Paid out" ? Math.abs(point.value) : point.value;
    value.textContent = full(amount, unit);
    list.append(word, value);
  }
  return [title, list];
}

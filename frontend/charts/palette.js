// The page's color tokens as a canvas understands them. Tokens are written with light-dark() and oklch(), which
// chart code cannot parse, so each is painted on one pixel and read back.

const NAMES = {
  ink: "--ink",
  ink2: "--ink-2",
  label: "--ink-3",
  rule: "--rule",
  rule2: "--rule-2",
  edge: "--edge",
  sheet: "--sheet",
  tint: "--tint",
  accent: "--accent",
  barIn: "--bar-in",
  barOut: "--bar-out",
};

/** All tokens a chart needs, as `rgb()` in the scheme of the moment, and the page's font. */
export function palette(box) {
  const probe = document.createElement("span");
  box.append(probe);
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const colors = { font: getComputedStyle(box).fontFamily };
  for (const [name, token] of Object.entries(NAMES)) {
    probe.style.color = `var(${token})`;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    colors[name] = `rgb(${red}, ${green}, ${blue})`;
  }
  probe.remove();
  return colors;
}

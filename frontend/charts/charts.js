// Finds the charts the server drew and, when somebody points at one or tabs to it, loads ECharts and lets it take
// over. This file is all that every page with a chart loads; the drawing code comes only when it is wanted.

const charts = document.querySelectorAll("[data-chart][data-option]");

for (const box of charts) {
  const begin = () => {
    box.removeEventListener("pointerenter", begin);
    box.removeEventListener("touchstart", begin);
    // Whatever fails here leaves the server's drawing where it is.
    import("./draw.js").then(({ draw }) => draw(box)).catch(() => {});
  };
  box.addEventListener("pointerenter", begin, { once: true });
  box.addEventListener("touchstart", begin, { once: true, passive: true });
}

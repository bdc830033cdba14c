"""Questions to a rendered page: what is too small, too pale or too wide."""

# Everything a finger must hit, except links inside a sentence (they flow with the text).
SMALL_TARGETS = """(least) => [...document.querySelectorAll(
    "button, a[href], input, select, textarea, summary")]
  .filter((node) => node.checkVisibility() && !node.closest(".text") && node.className !== "skip")
  .map((node) => [node.closest("label") ?? node, node])
  .map(([target, node]) => [target.getBoundingClientRect(), node])
  .filter(([box]) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([box, node]) => `${node.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""

# Text whose contrast with the colour behind it is below the least (WCAG 2 formula).
PALE_TEXTS = """(least) => {
  const parse = (css) => {
    const found = css.match(/[\\d.]+/g).map(Number);
    const scale = css.startsWith("color(srgb") ? 255 : 1;
    return [found[0] * scale, found[1] * scale, found[2] * scale, found[3] ?? 1];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.push(parse(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, two) => {
    const [a, b] = [light(one), light(two)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const opacity = (node) =>
    node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pale = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || opacity(node) === 0) continue;
    if (node.closest(".sheet-back") === null && document.querySelector(".sheet-back")) continue;
    const colour = parse(getComputedStyle(node).color);
    const behind = ground(node);
    const seen = over([...colour.slice(0, 3), colour[3] * opacity(node)], behind);
    const found = ratio(seen, behind);
    if (found < least) pale.push(`${walker.currentNode.data.slice(0, 40)} ${found.toFixed(2)}`);
  }
  return pale;
}"""

# How many pixels the page is wider than its window; clipped phones count too.
TOO_WIDE = """() => Math.max(0, ...[document.documentElement, ...document.querySelectorAll(
    ".phone, .screen, .messages, .sheet, .bar, .rows")]
  .filter((node) => node.checkVisibility())
  .map((node) => node.scrollWidth - node.clientWidth))"""

# The page's own buttons that do not name themselves in Chinese first and English second.
ONE_TONGUED = """() => [...document.querySelectorAll("button.press, .tab")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !node.matches("[data-user], [data-target], [data-command]"))
  .map((node) => (node.getAttribute("aria-label") ?? node.textContent).trim())
  .filter((words) => !/^[^A-Za-z]*\\p{Script=Han}.*[A-Za-z]/u.test(words))"""

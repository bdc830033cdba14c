// Knows whether a finger is on the page. What is drawn anew under it would lose the press.
const LONGEST = 1500; // ms: who holds on that long is scrolling, or looks at something

let down = 0;
let waiting = [];

function lifted() {
  down = 0;
  const woken = waiting;
  waiting = [];
  for (const go of woken) go();
}

document.addEventListener("pointerdown", () => (down += 1), true);
// The click comes after the finger is lifted: let it arrive first.
for (const name of ["pointerup", "pointercancel"])
  document.addEventListener(name, () => setTimeout(lifted, 0), true);
window.addEventListener("blur", lifted);

/** Wait until no finger (or mouse button) is down on the page, but not for ever. */
export async function released() {
  if (!down) return;
  await new Promise((resolve) => {
    waiting.push(resolve);
    setTimeout(resolve, LONGEST);
  });
}

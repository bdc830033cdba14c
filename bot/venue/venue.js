// Shows the part that changes anew every second; says so when the server cannot be reached.
"use strict";
const now = document.getElementById("now");
const lost = document.getElementById("lost");
const address = location.pathname.replace(/\/$/, "") + "/now";

async function refresh() {
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (answer.status === 404) location.reload();
    if (!answer.ok) throw new Error(answer.status);
    now.innerHTML = await answer.text();
    now.hidden = false;
    lost.hidden = true;
  } catch {
    now.hidden = true; // an old code on the screen would only be refused
    lost.hidden = false;
  }
  setTimeout(refresh, 1000);
}

setTimeout(refresh, 1000);

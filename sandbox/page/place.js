// Choosing a place: a pin on a plain map, or two numbers.
import { bi, el, field, press } from "./dom.js";
import { sheet } from "./sheets.js";

const CENTRE = { latitude: 30.55, longitude: 114.31 };
const SPAN = 0.02;

/** Let a person put a pin on a plain map and send it. */
export function locationSheet(phone, send) {
  const chosen = pinMap(phone.layout.center ?? CENTRE);
  const known = (phone.layout.places ?? []).map((place) =>
    press({ zh: place.name, kind: "chip", onClick: () => chosen.move(place) }),
  );
  const agree = () => {
    open.close();
    send(chosen.place());
  };
  const open = sheet(phone.node, {
    zh: "发送位置",
    en: "Send a location",
    name: "location",
    body: [
      el("p", { class: "hint" }, bi("点一下地图放图钉。", "Press the map to place the pin.")),
      chosen.map,
      el("div", { class: "chips" }, known),
      chosen.numbers,
    ],
    buttons: [
      press({
        zh: "取消",
        en: "Cancel",
        kind: "quiet",
        action: "cancel",
        onClick: () => open.close(),
      }),
      press({
        zh: "发送位置",
        en: "Send",
        kind: "primary",
        action: "send-location",
        "data-first": true,
        onClick: agree,
      }),
    ],
  });
}

// A map and two number fields that follow each other.
function pinMap(centre) {
  const latitude = degrees("latitude", 90);
  const longitude = degrees("longitude", 180);
  const pin = el("span", { class: "map-pin", "aria-hidden": "true" });
  const place = () => ({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
  const draw = () => {
    pin.style.left = `${50 + ((place().longitude - centre.longitude) / SPAN) * 100}%`;
    pin.style.top = `${50 - ((place().latitude - centre.latitude) / SPAN) * 100}%`;
  };
  const move = (to) => {
    latitude.value = Number(to.latitude.toFixed(5));
    longitude.value = Number(to.longitude.toFixed(5));
    draw();
  };
  for (const input of [latitude, longitude]) input.addEventListener("input", draw);
  move(centre);
  return {
    map: mapButton(pin, (right, down) =>
      move({ latitude: centre.latitude - down * SPAN, longitude: centre.longitude + right * SPAN }),
    ),
    numbers: el(
      "div",
      { class: "pair" },
      field("纬度", "Latitude", latitude),
      field("经度", "Longitude", longitude),
    ),
    place,
    move,
  };
}

// Presses are told as parts of the map's size, counted from its middle.
function mapButton(pin, pressed) {
  const label = "地图，点按放图钉 Map, press to place the pin";
  const map = el(
    "button",
    { type: "button", class: "map", "aria-label": label, data: { action: "map" } },
    pin,
  );
  map.addEventListener("click", (event) => {
    // A press of the keyboard has no place on the map.
    if (event.detail === 0) return;
    const box = map.getBoundingClientRect();
    pressed(
      (event.clientX - box.left) / box.width - 0.5,
      (event.clientY - box.top) / box.height - 0.5,
    );
  });
  return map;
}

function degrees(name, most) {
  return el("input", { type: "number", step: "0.00001", min: -most, max: most, name });
}

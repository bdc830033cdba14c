// Choosing a place: a pin on a plain map, or two numbers.
import { bi, el, field, press } from "./dom.js";
import { sheet } from "./sheets.js";

const CENTRE = { latitude: 30.55, longitude: 114.31 };
const SPAN = 0.02;

/** Let a person put a pin on a plain map and send it. */
export function locationSheet(phone, send) {
  const centre = phone.layout.center ?? CENTRE;
  const latitude = el("input", {
    type: "number",
    step: "0.00001",
    min: -90,
    max: 90,
    value: centre.latitude,
    name: "latitude",
  });
  const longitude = el("input", {
    type: "number",
    step: "0.00001",
    min: -180,
    max: 180,
    value: centre.longitude,
    name: "longitude",
  });
  const pin = el("span", { class: "map-pin", "aria-hidden": "true" });
  const map = el(
    "button",
    {
      type: "button",
      class: "map",
      "aria-label": "地图，点按放图钉 Map, press to place the pin",
      data: { action: "map" },
    },
    pin,
  );
  const draw = () => {
    pin.style.left = `${50 + ((Number(longitude.value) - centre.longitude) / SPAN) * 100}%`;
    pin.style.top = `${50 - ((Number(latitude.value) - centre.latitude) / SPAN) * 100}%`;
  };
  map.addEventListener("click", (event) => {
    if (!event.clientX) return;
    const box = map.getBoundingClientRect();
    longitude.value = (
      centre.longitude +
      ((event.clientX - box.left) / box.width - 0.5) * SPAN
    ).toFixed(5);
    latitude.value = (
      centre.latitude -
      ((event.clientY - box.top) / box.height - 0.5) * SPAN
    ).toFixed(5);
    draw();
  });
  for (const input of [latitude, longitude]) input.addEventListener("input", draw);
  draw();
  const known = (phone.layout.places ?? []).map((place) =>
    press({
      zh: place.name,
      kind: "chip",
      onClick: () => {
        latitude.value = place.latitude;
        longitude.value = place.longitude;
        draw();
      },
    }),
  );
  const open = sheet(phone.node, {
    zh: "发送位置",
    en: "Send a location",
    name: "location",
    body: [
      el("p", { class: "hint" }, bi("点一下地图放图钉。", "Press the map to place the pin.")),
      map,
      known.length ? el("div", { class: "chips" }, known) : null,
      el(
        "div",
        { class: "pair" },
        field("纬度", "Latitude", latitude),
        field("经度", "Longitude", longitude),
      ),
    ].filter(Boolean),
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
        onClick: () => {
          open.close();
          send({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
        },
      }),
    ],
  });
}

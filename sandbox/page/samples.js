// Things to send for people who have nothing at hand: a drawn photo and a spoken-looking beep.

/** Draw a street with a lamp that does not burn. */
export function samplePhoto() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [960, 720];
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 520);
  sky.addColorStop(0, "#22304a");
  sky.addColorStop(1, "#7d6b7a");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 960, 520);
  houses(pen);
  pen.fillStyle = "#3a3d42";
  pen.fillRect(0, 520, 960, 200);
  pen.strokeStyle = "#d9d3c4";
  pen.lineWidth = 8;
  pen.setLineDash([60, 40]);
  line(pen, [
    [0, 620],
    [960, 620],
  ]);
  lamp(pen);
  return new Promise((resolve) => {
    canvas.toBlob(
      (blob) => resolve(new File([blob], "lamp.jpg", { type: "image/jpeg" })),
      "image/jpeg",
      0.85,
    );
  });
}

function houses(pen) {
  [
    [40, 300, 170],
    [230, 240, 150],
    [400, 330, 200],
    [720, 270, 190],
  ].forEach(([x, y, width], place) => {
    pen.fillStyle = ["#4a4450", "#574c52", "#46434c", "#51474d"][place];
    pen.fillRect(x, y, width, 520 - y);
    pen.fillStyle = "#e9c46a";
    for (let row = y + 30; row < 480; row += 60) {
      for (let column = x + 20; column < x + width - 30; column += 50) {
        if ((row + column) % 3) pen.fillRect(column, row, 22, 30);
      }
    }
  });
}

function lamp(pen) {
  pen.setLineDash([]);
  pen.strokeStyle = "#16181c";
  pen.lineWidth = 14;
  line(pen, [
    [640, 600],
    [640, 170],
    [560, 140],
  ]);
  pen.fillStyle = "#2b2e34";
  pen.fillRect(520, 130, 70, 24);
  pen.strokeStyle = "#b23b2e";
  pen.lineWidth = 6;
  pen.beginPath();
  pen.arc(555, 145, 60, 0, Math.PI * 2);
  pen.stroke();
}

function line(pen, points) {
  pen.beginPath();
  points.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

const RATE = 8000;

/** Make one second of two tones as a WAV file. */
export function sampleVoice() {
  const view = new DataView(new ArrayBuffer(44 + RATE * 2));
  const words = (offset, text) =>
    [...text].forEach((letter, place) => view.setUint8(offset + place, letter.charCodeAt(0)));
  words(0, "RIFF");
  view.setUint32(4, 36 + RATE * 2, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  words(36, "data");
  view.setUint32(40, RATE * 2, true);
  for (let place = 0; place < RATE; place += 1) {
    const tone = place < RATE / 2 ? 440 : 550;
    const fade = Math.sin((Math.PI * (place % (RATE / 2))) / (RATE / 2));
    view.setInt16(
      44 + place * 2,
      9000 * fade * Math.sin((2 * Math.PI * tone * place) / RATE),
      true,
    );
  }
  const file = new File([view.buffer], "voice.wav", { type: "audio/wav" });
  file.voice = true;
  return file;
}

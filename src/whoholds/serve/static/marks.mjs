// Marks of places: colour and shape say the side, pattern the state. Drawn on a canvas for the live map, as SVG elsewhere.

export const COLOURS = 9;
const SHAPES = {
  circle: null,
  square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  triangle: [[0, -1.2], [1.14, 0.8], [-1.14, 0.8]],
  hexagon: [[-1.05, 0], [-0.52, -0.9], [0.52, -0.9], [1.05, 0], [0.52, 0.9], [-0.52, 0.9]],
};
const KINDS = Object.keys(SHAPES);
const SCALE = 2; // device pixels of an icon to one of the page
const SIZE = 30; // page pixels of an icon's side
const RADIUS = 6.5;
const READ_BACK = { willReadFrequently: true }; // a picture that is read at once is best drawn where it is read
const HATCH = 8; // page pixels between the lines of a hatching, from left to right

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function colourOf(side) {
  return colour(`--s${side % COLOURS}`);
}

/** The key of a mark: "held.0", "contested.0.4". `icon` makes its picture. */
export function keyOf(state, sides) {
  return [state, ...sides.slice(0, 2)].join(".");
}

function outline(pen, side, size) {
  const corners = SHAPES[KINDS[side % KINDS.length]];
  pen.beginPath();
  if (!corners) pen.arc(0, 0, size, 0, 2 * Math.PI);
  else corners.forEach(([x, y], at) => (at ? pen.lineTo(x * size, y * size) : pen.moveTo(x * size, y * size)));
  pen.closePath();
}

/** Lines from the lower left to the upper right, one colour after the other: the ground of "hatch.0", "hatch.0.4". */
function hatching(numbers) {
  const wide = HATCH * numbers.length * SCALE;
  const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: wide });
  const pen = canvas.getContext("2d", READ_BACK);
  pen.scale(SCALE, SCALE);
  pen.lineWidth = 1.6;
  for (let at = -numbers.length; at <= 2 * numbers.length; at += 1) {
    pen.strokeStyle = colourOf(numbers[((at % numbers.length) + numbers.length) % numbers.length]);
    pen.beginPath();
    pen.moveTo(at * HATCH, 0);
    pen.lineTo(at * HATCH - wide, wide);
    pen.stroke();
  }
  return pen.getImageData(0, 0, wide, wide);
}

export function icon(key) {
  const [state, ...numbers] = key.split(".");
  if (state === "hatch") {
    const picture = hatching(numbers.length ? numbers.map(Number) : [0]);
    return { image: { width: picture.width, height: picture.height, data: new Uint8Array(picture.data.buffer) }, options: { pixelRatio: SCALE } };
  }
  const [first, second] = numbers.length > 1 ? numbers.map(Number) : [Number(numbers[0] ?? 0), Number(numbers[0] ?? 0)];
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE * SCALE, height: SIZE * SCALE });
  const pen = canvas.getContext("2d", READ_BACK);
  const paper = colour("--sheet");
  pen.scale(SCALE, SCALE);
  pen.translate(SIZE / 2, SIZE / 2);
  pen.lineJoin = "round";
  if (state === "disputed") {
    outline(pen, first, RADIUS);
    pen.fillStyle = paper;
    pen.fill();
    pen.setLineDash([3, 1.8]);
    pen.lineWidth = 2.2;
    pen.strokeStyle = colourOf(first);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(0, 0, RADIUS * 0.45, 0, 2 * Math.PI);
    pen.fillStyle = colourOf(second);
    pen.fill();
  } else if (state === "stale") {
    outline(pen, first, RADIUS - 0.8);
    pen.fillStyle = paper;
    pen.fill();
    pen.lineWidth = 1.8;
    pen.strokeStyle = colourOf(first);
    pen.stroke();
  } else {
    outline(pen, first, RADIUS);
    pen.fillStyle = colourOf(first);
    pen.fill();
    if (state === "contested") {
      pen.save();
      pen.clip();
      pen.strokeStyle = colourOf(second);
      pen.lineWidth = 2.6;
      for (let at = -12; at <= 12; at += 5.2) {
        pen.beginPath();
        pen.moveTo(at - 9, 9);
        pen.lineTo(at + 9, -9);
        pen.stroke();
      }
      pen.restore();
      outline(pen, first, RADIUS);
    }
    pen.lineWidth = 1.2;
    pen.strokeStyle = paper;
    pen.stroke();
  }
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { image: { width: canvas.width, height: canvas.height, data: new Uint8Array(picture.data.buffer) }, options: { pixelRatio: SCALE } };
}

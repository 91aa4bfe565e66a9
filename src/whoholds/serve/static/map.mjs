// The live map: two clocks, points, and the place asked about. Without WebGL2 the server's drawing takes its place.

import { listen, make, percent, shown } from "./room.mjs";
import { colour, colourOf, icon, keyOf } from "./marks.mjs";

const FADES = 6; // nats of recent evidence at which a mark is as good as opaque; as in drawing.py
const FAINTEST = 0.35;
const SURE = 0.8; // probability from which an area is drawn whole; as in areas.py
const MANY = 1500; // places of the record from which the names of villages wait until one is near
const AGAIN_MS = 1000; // until the room is asked again for what it is still working out
const RESTS_MS = 200; // for which the slider of what was known must rest: each place it stops at may take long to work out
const MUCH = 4; // parts of the marks, one of which must be another for all to be told anew
const STEP_MS = 700; // of the player, a day a step
const DAY_MS = 86400000;

const stage = document.getElementById("stage");
const still = document.getElementById("still");
const live = document.getElementById("live");
const panel = document.getElementById("place");
const form = document.getElementById("clocks");
const dayField = document.getElementById("on");
const knownField = document.getElementById("known");
const daySlider = document.getElementById("on-slider");
const knownSlider = document.getElementById("known-slider");
const play = document.getElementById("play");

const asked = new URLSearchParams(location.search);
const screen = {
  on: stage.dataset.on,
  known: asked.get("known") ?? "",
  place: asked.get("place") ?? "",
  at: asked.get("at") ?? "",
  areas: document.getElementById("areas").checked ? "1" : "",
};
let grounds = new Map(); // place → its polygons and the places beside it
let groundsOf = ""; // mark of the places that they belong to
let gazetteer = new Map();
let made = { of: "", features: new Map() }; // the features of every place shown so far, and the mark of the places they belong to
let shownMarks = new Map(); // those that the live map shows
let told = null;
let map = null;
let turn = 0;

const get = async (path) => {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};
const query = (pairs) => new URLSearchParams(Object.entries(pairs).filter(([, value]) => value)).toString();
const dayNumber = (text) => Math.round(Date.parse(`${text.slice(0, 10)}T00:00Z`) / DAY_MS);
const dayText = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
const opacityOf = (recent) => FAINTEST + (1 - FAINTEST) * (1 - Math.exp(-Math.max(0, recent) / FADES));

function address() {
  const kept = query({ on: screen.on, known: screen.known, place: screen.place, at: screen.at, areas: screen.areas });
  history.replaceState(null, "", kept ? `/?${kept}` : "/");
  const center = map?.getCenter();
  const at = center ? [center.lng.toFixed(3), center.lat.toFixed(3), map.getZoom().toFixed(2)].join(",") : screen.at;
  document.getElementById("this-view").href = `/?${query({ on: screen.on, known: told?.fixed, place: screen.place, at, areas: screen.areas })}`;
}

// ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────────

async function load() {
  const mine = ++turn;
  const found = await get(`/map.json?${query({ on: screen.on, known: screen.known })}`);
  if (mine !== turn) return; // a later step was asked for meanwhile
  document.getElementById("pending").hidden = !found.pending;
  if (found.pending) {
    const [done, of] = found.progress;
    document.getElementById("progress").textContent = of ? `${done} of ${of} places are done.` : "";
    setTimeout(() => { if (mine === turn) soon(); }, AGAIN_MS);
    return;
  }
  if (told?.places !== found.places) {
    const places = await get("/places.json");
    gazetteer = new Map(places.places.map(([place, name, lon, lat, kind, other]) => [place, [place, shown(name, 60), lon, lat, kind, shown(other ?? "", 60)]]));
  }
  if (screen.areas && hasWebGL2() && groundsOf !== found.places) {
    const around = await get("/areas.json");
    grounds = new Map(around.areas.map(([place, polygons, near]) => [place, { polygons, near }]));
    groundsOf = found.places;
    if (mine !== turn) return;
  }
  told = found;
  draw();
  say();
  address();
}

function feature(place) {
  const [, name, lon, lat, kind, other] = gazetteer.get(place);
  const rank = kind === "city" ? 0 : kind === "town" ? 1 : 2;
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { place, name, other, rank, icon: "", opacity: 0, order: 0 } };
}

/** The marks of the day as features by place, and those of them that look other than before. Places without a point have none. */
function features() {
  if (made.of !== told.places) made = { of: told.places, features: new Map() };
  const sides = new Map(told.sides.map((one) => [one.id, one.n]));
  const now = new Map();
  const other = [];
  for (const [place, state, holders, , recent] of told.cells) {
    if (!gazetteer.has(place)) continue;
    let one = made.features.get(place);
    if (!one) made.features.set(place, (one = feature(place)));
    const icon = keyOf(state, holders.map((holder) => sides.get(told.actors[holder]?.side) ?? 0));
    const opacity = Math.round(20 * opacityOf(recent)) / 20;
    const mark = one.properties;
    if (mark.icon !== icon || mark.opacity !== opacity) {
      mark.icon = icon;
      mark.opacity = opacity;
      mark.order = state === "held" || state === "stale" ? 0 : 1;
      other.push(one);
    }
    now.set(place, one);
  }
  return { now, other };
}

/** All marks of the day, for a map that shows none of them yet. */
function everything() {
  shownMarks = features().now;
  return { type: "FeatureCollection", features: [...shownMarks.values()] };
}

/** Let the live map show the marks of the day: only what is another than before, unless that is much. */
function follow(source) {
  const before = shownMarks;
  const { now, other } = features();
  shownMarks = now;
  const add = [...now].filter(([place, one]) => before.get(place) !== one).map(([, one]) => one);
  const remove = [...before.keys()].filter((place) => !now.has(place));
  if (MUCH * (add.length + remove.length + other.length) > now.size) {
    source.setData({ type: "FeatureCollection", features: [...now.values()] });
  } else if (add.length + remove.length + other.length) {
    const update = other.filter((one) => before.get(one.properties.place) === one).map(({ properties: { place, icon, opacity, order } }) => ({
      id: place,
      addOrUpdateProperties: [{ key: "icon", value: icon }, { key: "opacity", value: opacity }, { key: "order", value: order }],
    }));
    source.updateData({ add, remove, update });
  }
}

/** The ground of each place of which something is known: whole, hatched, striped or dotted, as areas.py says. */
function areas() {
  if (!screen.areas) return [];
  const sides = new Map(told.sides.map((one) => [one.id, one.n]));
  const numbers = new Map(told.cells.map(([place, , holders]) => [place, holders.map((one) => sides.get(told.actors[one]?.side) ?? 0)]));
  return told.cells.flatMap(([place, state, , probability, recent]) => {
    const ground = grounds.get(place);
    if (!ground) return [];
    const own = numbers.get(place);
    const alone = ground.near.every((one) => !numbers.has(one) || numbers.get(one).join() === own.join());
    const look = state === "contested" ? "stripes" : state === "disputed" ? "dotted" : state === "held" && probability >= SURE && alone ? "solid" : "hatched";
    const hatched = look === "stripes" ? own.slice(0, 2) : own.slice(0, 1);
    return [{
      type: "Feature",
      geometry: { type: "MultiPolygon", coordinates: ground.polygons },
      properties: { place, look, colour: colourOf(own[0] ?? 0), pattern: ["hatch", ...hatched].join("."), opacity: opacityOf(recent) },
    }];
  });
}

async function draw() {
  document.getElementById("areas-note").hidden = !screen.areas;
  if (map) {
    map.getSource("areas")?.setData({ type: "FeatureCollection", features: areas() });
    follow(map.getSource("places"));
    return;
  }
  if (still.dataset.drawn === undefined && still.querySelector("svg")) {
    still.dataset.drawn = ""; // the page came with this very drawing
    return;
  }
  if (still.dataset.drawn === undefined && hasWebGL2()) {
    still.dataset.drawn = ""; // the live map is on its way
    return;
  }
  const answer = await fetch(`/drawing?${query({ on: screen.on, known: screen.known, areas: screen.areas })}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawing = page.querySelector("svg");
  if (drawing) still.replaceChildren(document.importNode(drawing, true));
}

function say() {
  document.getElementById("on-text").textContent = told.on;
  document.getElementById("known-text").textContent = told.known ? `on ${told.known.slice(0, 16).replace("T", " ")} UTC` : "today, with all that has arrived";
  const counts = Object.entries(told.states).map(([state, n]) => `${n} ${state}`);
  document.getElementById("counts").textContent = counts.length ? counts.join(", ") : "Nothing is known on this day.";
  dayField.value = told.on;
  if (document.activeElement !== knownField) knownField.value = screen.known.slice(0, 10);
  daySlider.value = dayNumber(told.on);
  daySlider.setAttribute("aria-valuetext", told.on);
  document.title = document.title.replace(/on \d{4}-\d\d-\d\d/, `on ${told.on}`);
  steps();
}

// ── the clocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

function steps() {
  const days = told.days_known;
  knownSlider.min = 0;
  knownSlider.max = days.length; // the last step: everything
  const at = screen.known ? days.filter((day) => day <= screen.known.slice(0, 10)).length - 1 : days.length;
  knownSlider.value = Math.max(0, at);
  knownSlider.setAttribute("aria-valuetext", screen.known ? screen.known.slice(0, 10) : "all that has arrived");
}

function clocks() {
  if (!stage.dataset.first) return;
  daySlider.min = dayNumber(stage.dataset.first);
  daySlider.max = dayNumber(stage.dataset.last);
  for (const one of [daySlider, knownSlider, play]) one.hidden = false;
  document.getElementById("go").hidden = true;
  daySlider.addEventListener("input", () => { screen.on = dayText(Number(daySlider.value)); soon(); });
  let resting = 0;
  knownSlider.addEventListener("input", () => {
    screen.known = told?.days_known[Number(knownSlider.value)] ?? "";
    clearTimeout(resting);
    resting = setTimeout(soon, RESTS_MS);
  });
  dayField.addEventListener("change", () => { if (dayField.value) { screen.on = dayField.value; soon(); } });
  knownField.addEventListener("change", () => { screen.known = knownField.value; soon(); });
  const areaSwitch = document.getElementById("areas");
  areaSwitch.addEventListener("change", () => { screen.areas = areaSwitch.checked ? "1" : ""; soon(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); soon(); });
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; play.setAttribute("aria-pressed", "false"); };
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(daySlider.value) >= Number(daySlider.max)) daySlider.value = daySlider.min;
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      if (Number(daySlider.value) >= Number(daySlider.max)) return stop();
      daySlider.stepUp();
      screen.on = dayText(Number(daySlider.value));
      soon();
    }, STEP_MS);
  });
}

function soon() {
  load().then(() => { if (screen.place) open(screen.place); }).catch(away);
}

function away(error) {
  document.getElementById("counts").textContent = `The room does not answer (${error.message}).`;
}

// ── one place ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function open(place) {
  screen.place = place;
  address();
  const found = await get(`/place/${encodeURIComponent(place)}.json?${query({ on: screen.on, known: screen.known })}`);
  if (screen.place !== place) return;
  const { answer } = found;
  const full = `/place/${encodeURIComponent(place)}?${query({ on: screen.on, known: screen.known })}`;
  const close = make("button", { className: "close", type: "button", ariaLabel: "Close" }, "×");
  close.addEventListener("click", shut);
  const since = answer.since ? `, since ${answer.since}` : "";
  const words = answer.state === "unknown"
    ? make("p", { className: "answer" }, `Nothing is known of who held it on ${found.on}.`)
    : make("p", { className: "answer" }, make("strong", { dir: "auto" }, shown(found.phrase)), `${since}. Probability ${percent(answer.probability)}, ${answer.voices} independent voice${answer.voices === 1 ? "" : "s"}, last heard ${answer.last_heard}.`);
  const parts = [close, make("h2", { dir: "auto" }, shown(found.place.name)), words];
  for (const [title, grounds] of [["For it", found.why.speaks_for], ["Against it", found.why.against]]) {
    if (!grounds.length) continue;
    parts.push(make("h3", {}, title), ...grounds.slice(0, 3).map(quote));
  }
  parts.push(make("p", {}, make("a", { href: full }, "All claims, the timeline and the sum")));
  panel.replaceChildren(...parts);
  panel.hidden = false;
  map?.setFilter("chosen", ["==", ["get", "place"], found.place.id]);
  map?.setFilter("chosen-name", ["==", ["get", "place"], found.place.id]);
  uncover(found.place.id);
}

/** Moves the map when the place lies under its panel, or out of sight. */
function uncover(place) {
  const row = gazetteer.get(place);
  if (!map || !row) return;
  const { x, y } = map.project([row[2], row[3]]);
  const frame = live.getBoundingClientRect(), box = panel.getBoundingClientRect();
  const [left, top] = [box.left - frame.left, box.top - frame.top];
  const small = box.width > frame.width * 0.7;
  const clear = small ? y < top - 20 && y > 0 && x > 0 && x < frame.width : (x < left || y > top + box.height) && x > 0 && y > 0 && y < frame.height;
  if (clear) return;
  const legend = document.querySelector(".legend").getBoundingClientRect();
  const offset = small ? [0, (top + legend.bottom - frame.top) / 2 - frame.height / 2] : [-box.width / 2, 0];
  map.easeTo({ center: [row[2], row[3]], offset, duration: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300 });
}

function quote(one) {
  const link = make("a", { href: `/report/${encodeURIComponent(one.report.id)}#c-${one.claim}` }, make("mark", {}, shown(one.quote, 400)));
  const aside = (words) => make("span", { className: "aside" }, shown(words));
  const by = one.speaker === one.report.outlet ? "" : `, in ${shown(one.report.outlet)}`;
  return make("blockquote", { className: "quote" }, make("p", { dir: "auto" }, aside(one.before), link, aside(one.after)), make("footer", {}, make("span", { dir: "auto" }, shown(one.speaker)), `${by}, ${one.report.published.slice(0, 10)} `, make("span", { className: `status ${one.status}` }, one.status)));
}

function shut() {
  screen.place = "";
  panel.hidden = true;
  for (const id of ["chosen", "chosen-name"]) map?.setFilter(id, ["==", ["get", "place"], ""]);
  address();
}

// ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function hasWebGL2() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function style(base) {
  const lines = (id, layer, ink, width) => ({ id, type: "line", source: "base", filter: ["==", ["get", "layer"], layer], paint: { "line-color": colour(ink), "line-width": width } });
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: base },
      areas: { type: "geojson", tolerance: 0.2, data: { type: "FeatureCollection", features: areas() } },
      places: { type: "geojson", promoteId: "place", data: everything() },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
      { id: "land", type: "fill", source: "base", filter: ["==", ["get", "layer"], "land"], paint: { "fill-color": colour("--land") } },
      { id: "areas", type: "fill", source: "areas", filter: ["==", ["get", "look"], "solid"], paint: { "fill-color": ["get", "colour"], "fill-opacity": ["*", 0.3, ["get", "opacity"]], "fill-antialias": false } },
      { id: "areas-hatched", type: "fill", source: "areas", filter: ["!=", ["get", "look"], "solid"], paint: { "fill-pattern": ["get", "pattern"], "fill-opacity": ["*", 0.6, ["get", "opacity"]] } },
      { id: "areas-dotted", type: "line", source: "areas", filter: ["==", ["get", "look"], "dotted"], paint: { "line-color": ["get", "colour"], "line-opacity": ["get", "opacity"], "line-width": 1.2, "line-dasharray": [1, 2] } },
      lines("admin2", "admin2", "--faint", 0.7),
      lines("admin1", "admin1", "--border", 0.8),
      lines("road", "road", "--road", 1.6),
      lines("border", "land", "--border", 1.4),
      { id: "marks", type: "symbol", source: "places", layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.55, 8, 1, 12, 1.4], "symbol-sort-key": ["get", "order"] }, paint: { "icon-opacity": ["get", "opacity"] } },
      { id: "chosen", type: "circle", source: "places", filter: ["==", ["get", "place"], ""], paint: { "circle-radius": 14, "circle-color": "transparent", "circle-stroke-color": colour("--ink"), "circle-stroke-width": 2 } },
      ...["names", "names-small"].map((id) => ({ id, type: "symbol", source: "places", minzoom: id === "names" ? 0 : gazetteer.size > MANY ? 9 : 0, filter: [id === "names" ? "<" : ">=", ["get", "rank"], 2], layout: { "text-field": ["case", ["!=", ["get", "other"], ""], ["concat", ["get", "name"], "\n", ["get", "other"]], ["get", "name"]], "text-font": ["sans-serif"], "text-size": 12, "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.9, "text-justify": "auto", "text-optional": true, "symbol-sort-key": ["get", "rank"] }, paint: { "text-color": colour("--ink"), "text-halo-color": colour("--land"), "text-halo-width": 1.4 } })),
      { id: "chosen-name", type: "symbol", source: "places", filter: ["==", ["get", "place"], ""], layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 13, "text-anchor": "bottom", "text-offset": [0, -1.2], "text-allow-overlap": true }, paint: { "text-color": colour("--ink"), "text-halo-color": colour("--land"), "text-halo-width": 2 } },
    ],
  };
}

async function start() {
  clocks();
  await load();
  if (hasWebGL2()) {
    try {
      await alive(await get("/base.json"));
    } catch (error) {
      console.warn(`the server's drawing stays: ${error.message}`);
      map = null;
    }
  }
  if (screen.place) open(screen.place).catch(away);
  listen(() => soon());
  still.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-place]");
    if (link) { event.preventDefault(); open(link.dataset.place).catch(away); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) shut(); });
}

/** The corners round every place of the record; the theatre's when there is none. */
function around([west, south, east, north]) {
  const rows = [...gazetteer.values()];
  if (!rows.length) return [[west, south], [east, north]];
  const lons = rows.map((row) => row[2]).sort((a, b) => a - b);
  const lats = rows.map((row) => row[3]).sort((a, b) => a - b);
  return [[lons[0], lats[0]], [lons.at(-1), lats.at(-1)]];
}

/** What panels cover of the map, in pixels. */
function margins() {
  const small = window.matchMedia("(max-width: 46rem)").matches;
  if (!small) return { top: 50, bottom: 120, left: 330, right: 60 };
  const [frame, top, bottom] = [stage, document.querySelector(".legend"), form].map((one) => one.getBoundingClientRect());
  return { top: top.bottom - frame.top + 24, bottom: frame.bottom - bottom.top + 16, left: 64, right: 24 };
}

async function alive(base) {
  const gl = await import("/static/vendor/maplibre/maplibre-gl.mjs");
  gl.setWorkerUrl("/static/vendor/maplibre/maplibre-gl-worker.mjs");
  const bounds = around(base.bbox);
  live.hidden = false;
  const found = new gl.Map({
    container: live, style: style(base), bounds, fitBoundsOptions: { padding: margins(), maxZoom: 9 },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 13,
  });
  found.touchZoomRotate.disableRotation();
  found.addControl(new gl.NavigationControl({ showCompass: false }), "bottom-left");
  found.addControl(new gl.ScaleControl(), "bottom-left");
  found.setMissingStyleImageResolver((id) => { const made = icon(id); if (!found.hasImage(id)) found.addImage(id, made.image, made.options); });
  await new Promise((resolve, reject) => { found.once("load", resolve); found.once("error", ({ error }) => reject(error)); });
  map = found;
  still.hidden = true;
  if (screen.at) { const [lon, lat, zoom] = screen.at.split(",").map(Number); if ([lon, lat, zoom].every(Number.isFinite)) map.jumpTo({ center: [lon, lat], zoom }); }
  draw();
  map.on("click", "marks", ({ features: hit }) => open(hit[0].properties.place).catch(away));
  map.on("mouseenter", "marks", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "marks", () => { map.getCanvas().style.cursor = ""; });
  map.on("moveend", () => { const { lng, lat } = map.getCenter(); screen.at = [lng.toFixed(3), lat.toFixed(3), map.getZoom().toFixed(2)].join(","); address(); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
  window.room = { map }; // for whoever looks from the console
}

start().catch(away);

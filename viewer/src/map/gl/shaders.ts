// GLSL. All know the view: `centre` in map units, `zoom` and `extent` in CSS pixels, `ratio` device pixels each.

import { DIAMOND, HOLLOW, SQUARE, TRIANGLE } from "../shapes.ts";

const HEAD = `#version 300 es
precision highp float;
uniform vec2 centre;
uniform float zoom;
uniform vec2 extent;
uniform float ratio;
vec2 pixels(vec2 place) { return (place - centre) * zoom; }
vec4 onScreen(vec2 at) { return vec4(at * 2.0 / extent, 0.0, 1.0); }
`;
const FRAGMENT = `#version 300 es
precision highp float;
out vec4 colour;
`;

export const POINTS = {
  vertex: `${HEAD}
layout(location = 0) in vec2 place;
layout(location = 1) in vec4 look;
layout(location = 2) in float diameter;
uniform vec2 limits;
uniform float alpha;
flat out vec4 fill;
flat out float shape;
flat out float radius;
void main() {
  float wide = clamp(diameter * zoom, limits.x, limits.y) * ratio;
  gl_Position = onScreen(pixels(place));
  gl_PointSize = wide + 2.0;
  radius = wide * 0.5;
  shape = floor(look.w * 255.0 + 0.5);
  fill = vec4(look.rgb, alpha * clamp(diameter * zoom * 1.4 / limits.x, 0.35, 1.0));
}`,
  fragment: `${FRAGMENT}
uniform vec3 background;
uniform float ratio;
flat in vec4 fill;
flat in float shape;
flat in float radius;
float outside(vec2 at, float form) {
  if (form == ${SQUARE}.0) return length(max(abs(at) - radius * 0.58, 0.0)) - radius * 0.3;
  if (form == ${DIAMOND}.0) return (abs(at.x) + abs(at.y) - radius) * 0.7071;
  if (form == ${TRIANGLE}.0) return max(abs(at.x) * 0.866 - at.y * 0.5, at.y) - radius * 0.5;
  return length(at) - radius;
}
void main() {
  vec2 at = (gl_PointCoord * 2.0 - 1.0) * (radius + 1.0);
  bool hollow = shape >= ${HOLLOW}.0;
  float form = hollow ? shape - ${HOLLOW}.0 : shape;
  float far = radius < 2.5 ? length(at) - radius : outside(at, form);
  float cover = clamp(0.5 - far, 0.0, 1.0);
  if (cover == 0.0) discard;
  float rim = max(1.2 * ratio, radius * 0.3);
  float inner = hollow && radius > 2.0 ? clamp(0.5 - far - rim, 0.0, 1.0) : 0.0;
  float edge = !hollow && radius > 5.0 * ratio ? clamp(far + ratio + 0.5, 0.0, 1.0) * 0.75 : 0.0;
  float strength = fill.a * cover;
  colour = vec4(mix(fill.rgb, background, max(inner, edge)) * strength, strength);
}`,
};

/** Nodes of a few pixels, where no shape can be told: many times faster without a graphics card. */
export const DOTS = {
  vertex: `${HEAD}
layout(location = 0) in vec2 place;
layout(location = 1) in vec4 look;
layout(location = 2) in float diameter;
uniform vec2 limits;
uniform float alpha;
flat out vec4 fill;
void main() {
  float wide = clamp(diameter * zoom, limits.x, limits.y) * ratio;
  gl_Position = onScreen(pixels(place));
  gl_PointSize = wide;
  float strength = alpha * clamp(diameter * zoom * 1.4 / limits.x, 0.35, 1.0);
  fill = vec4(look.rgb * strength, strength);
}`,
  fragment: `${FRAGMENT}
flat in vec4 fill;
void main() { colour = fill; }`,
};

export const LINES = {
  vertex: `${HEAD}
layout(location = 0) in vec2 place;
void main() { gl_Position = onScreen(pixels(place)); }`,
  fragment: `${FRAGMENT}
uniform vec4 stroke;
void main() { colour = stroke; }`,
};

/** Curves in a row of the texture that holds them, three texels each. */
export const CURVES_PER_ROW = 512;

/**
 * A quadratic curve from rim to rim, a circle for a loop, and the arrowhead at its end. Each is two triangles per
 * segment and one for the head, read from a texture: software renderers are slow with instances.
 */
export const CURVES = {
  vertex: `${HEAD}
precision highp sampler2D;
uniform sampler2D curves;
uniform int first;
uniform int segments;
uniform int corners;
uniform vec2 limits;
uniform vec2 widths;
uniform float alpha;
uniform float fading;
out float aside;
flat out float halfWidth;
flat out vec4 stroke;
vec2 cut(vec2 at, vec2 control, float radius) {
  return at + (control - at) * min(0.45, radius / max(length(control - at), 0.001));
}
void main() {
  int curve = first + gl_VertexID / corners;
  int corner = gl_VertexID % corners;
  ivec2 texel = ivec2((curve % ${CURVES_PER_ROW}) * 3, curve / ${CURVES_PER_ROW});
  vec4 ends = texelFetch(curves, texel, 0);
  vec4 form = texelFetch(curves, texel + ivec2(1, 0), 0);
  vec4 look = texelFetch(curves, texel + ivec2(2, 0), 0);
  vec2 from = pixels(ends.xy);
  vec2 to = pixels(ends.zw);
  vec2 radii = clamp(form.xy * zoom, limits.x, limits.y) * 0.5;
  float width = min(form.w * clamp(zoom * 1.4, widths.x, widths.y), 14.0);
  float apart = length(to - from);
  bool loop = apart == 0.0;
  vec2 control = (from + to) * 0.5 + vec2(from.y - to.y, to.x - from.x) * form.z;
  vec2 start = cut(from, control, min(radii.x, apart / 3.0));
  vec2 end = cut(to, control, min(radii.y, apart / 3.0));
  stroke = vec4(look.rgb, look.a * alpha * clamp(240.0 / max(apart, 1.0), fading, 1.0));
  halfWidth = width * 0.5 * ratio;
  aside = 0.0;
  if (corner >= segments * 6) {
    int point = corner - segments * 6;
    float size = 4.5 + 1.8 * width;
    vec2 along = normalize(end - control + vec2(0.0001, 0.0)) * size;
    vec2 back = end - along + vec2(-along.y, along.x) * (point == 0 ? 0.45 : -0.45);
    bool hidden = loop || length(end - start) < 2.5 * size;
    gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : onScreen(point == 2 ? end : back);
    return;
  }
  int turnOf[6] = int[6](0, 1, 2, 2, 1, 3);
  int place = turnOf[corner % 6];
  float side = float(place & 1) * 2.0 - 1.0;
  float part = float(corner / 6 + (place >> 1)) / float(segments);
  vec2 at = mix(mix(start, control, part), mix(control, end, part), part);
  vec2 along = mix(control - start, end - control, part);
  if (loop) {
    float turn = part * 6.2832;
    float round = radii.x * 0.6 + 4.0;
    at = from + vec2(0.0, radii.x + round * 0.8) + round * vec2(sin(turn), cos(turn));
    along = vec2(cos(turn), -sin(turn));
  }
  vec2 normal = normalize(vec2(-along.y, along.x) + vec2(0.0, 0.000001));
  float half_ = width * 0.5 + 0.5 / ratio;
  aside = side * half_ * ratio;
  gl_Position = onScreen(at + normal * side * half_);
}`,
  fragment: `${FRAGMENT}
in float aside;
flat in float halfWidth;
flat in vec4 stroke;
void main() {
  float strength = stroke.a * clamp(halfWidth + 0.5 - abs(aside), 0.0, 1.0);
  colour = vec4(stroke.rgb * strength, strength);
}`,
};

/** Soft discs: three numbers for place and radius, the same for all six corners. */
export const DISCS = {
  vertex: `${HEAD}
layout(location = 0) in vec3 disc;
layout(location = 1) in vec4 look;
out vec2 at;
flat out vec3 fill;
flat out float radius;
void main() {
  int turnOf[6] = int[6](0, 1, 2, 2, 1, 3);
  int corner = turnOf[gl_VertexID % 6];
  at = vec2(corner & 1, corner >> 1) * 2.0 - 1.0;
  radius = disc.z * zoom;
  fill = look.rgb;
  gl_Position = onScreen(pixels(disc.xy) + at * radius);
}`,
  fragment: `${FRAGMENT}
uniform float alpha;
in vec2 at;
flat in vec3 fill;
flat in float radius;
void main() {
  float far = length(at);
  if (far > 1.0) discard;
  float soft = 0.30 - 0.10 * far * far;
  float rim = 0.30 * smoothstep(1.0 - 3.5 / radius, 1.0 - 2.0 / radius, far);
  float strength = alpha * (soft + rim) * clamp((1.0 - far) * radius, 0.0, 1.0);
  colour = vec4(fill * strength, strength);
}`,
};

/** A picture drawn before, moved and scaled. */
export const PICTURE = {
  vertex: `#version 300 es
uniform vec4 frame;
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(frame.xy + (at * 2.0 - 1.0) * frame.zw, 0.0, 1.0);
}`,
  fragment: `${FRAGMENT}
uniform sampler2D picture;
uniform float alpha;
in vec2 at;
void main() { colour = texture(picture, at) * alpha; }`,
};

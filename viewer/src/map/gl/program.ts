// Compiling programs and setting their uniforms.

import type { View } from "../camera.ts";

export type Gl = WebGL2RenderingContext;

export interface Source {
  readonly vertex: string;
  readonly fragment: string;
}

export interface Program {
  readonly program: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

export function makeProgram(gl: Gl, source: Source): Program {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, source.vertex],
    [gl.FRAGMENT_SHADER, source.fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error("the graphics context is lost");
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(reason(gl, program));
  const known = new Map<string, WebGLUniformLocation | null>();
  const at = (name: string): WebGLUniformLocation | null => {
    if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name));
    return known.get(name) ?? null;
  };
  return { program, at };
}

function reason(gl: Gl, program: WebGLProgram): string {
  const shaders = gl.getAttachedShaders(program) ?? [];
  return [gl.getProgramInfoLog(program), ...shaders.map((shader) => gl.getShaderInfoLog(shader))].join("\n");
}

/** Makes a program current and tells it the view. */
export function use(gl: Gl, { program, at }: Program, view: View): void {
  gl.useProgram(program);
  gl.uniform2f(at("centre"), view.x, view.y);
  gl.uniform1f(at("zoom"), view.zoom);
  gl.uniform2f(at("extent"), view.width, view.height);
  gl.uniform1f(at("ratio"), view.ratio);
}

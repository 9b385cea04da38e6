/** `import source from "worker:relax"`: the script of `model/relax.worker.ts` as a text, for a Blob. */
declare module "worker:*" {
  const source: string;
  export default source;
}

/** Scrolling through more rows than a browser can make an element high for. */

/** Browsers cut elements off between 17 and 33 million pixels. */
export const HIGHEST = 8_000_000;

export interface Scroller {
  /** The height that the scrolled element gets. */
  readonly height: number;
  /** The place in the full list, in pixels, after the element was scrolled to `top`. */
  scrolled(top: number): number;
  /** The `scrollTop` that shows a place in the full list. */
  topOf(place: number): number;
}

/**
 * Maps the scroll bar of an element onto a list of `full` pixels of which `view` are seen. Small movements move the
 * list by as many pixels; a jump goes to the same part of the whole.
 */
export function makeScroller(full: number, view: number): Scroller {
  const height = Math.min(full, HIGHEST);
  const [range, ends] = [Math.max(1, height - view), Math.max(0, full - view)];
  let [last, place] = [0, 0];
  return {
    height,
    scrolled(top) {
      const step = top - last;
      last = top;
      if (height === full) place = top;
      else if (top <= 0 || top >= range) place = top <= 0 ? 0 : ends;
      else if (Math.abs(step) < view) place += step;
      else place = (top / range) * ends;
      return (place = Math.min(ends, Math.max(0, place)));
    },
    topOf(wanted) {
      place = Math.min(ends, Math.max(0, wanted));
      last = height === full ? place : Math.round((place / Math.max(1, ends)) * range);
      return last;
    },
  };
}

/**
 * Logarithm and exponential from + − × ÷ alone. ECMAScript leaves the last bits of `Math.log` and
 * `Math.exp` to the engine; these are the same bits wherever IEEE 754 holds, so a run is too.
 */

const LN2_HIGH = 0.6931471803691238; // 33 bits: k * LN2_HIGH is exact for every exponent k
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const SQRT2 = Math.SQRT2;

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** The natural logarithm, to 1e-15 relative; −∞ at 0, NaN below it. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) {
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  }
  if (x < 2 ** -1022) {
    return log(x * 2 ** 54) - 54 * LN2_HIGH - 54 * LN2_LOW;
  }
  // x = m * 2^k with m in [sqrt(1/2), sqrt(2)).
  scratch[0] = x;
  const high = words[1]!;
  let k = (high >>> 20) - 1023;
  words[1] = (high & 0xfffff) | 0x3ff00000;
  let m = scratch[0];
  if (m > SQRT2) {
    m /= 2;
    k += 1;
  }
  // log m = 2 atanh s, |s| <= 0.172: the series to s^23 leaves less than 1e-18.
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const tail = z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * logTail(z)))));
  return k * LN2_HIGH + (2 * s + (2 * s * tail + k * LN2_LOW));
}

function logTail(z: number): number {
  return (
    1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 + z * (1 / 23))))))
  );
}

/** The exponential, to 1e-15 relative; 0 below −746, ∞ above 709.79. */
export function exp(x: number): number {
  if (Number.isNaN(x)) {
    return x;
  }
  if (x > 709.8) {
    return Number.POSITIVE_INFINITY;
  }
  if (x < -746) {
    return 0;
  }
  // x = k ln 2 + r with |r| <= 0.347: the series to r^14 leaves less than 1e-17.
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const half = Math.floor(k / 2);
  // In two factors, for neither 2^1024 nor 2^-1075 is a double.
  return expSeries(r) * powerOfTwo(half) * powerOfTwo(k - half);
}

function expSeries(r: number): number {
  const upper =
    1 / 5_040 + r * (1 / 40_320 + r * (1 / 362_880 + r * (1 / 3_628_800 + r * expTail(r))));
  return (
    1 +
    (r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * upper))))))
  );
}

function expTail(r: number): number {
  return 1 / 39_916_800 + r * (1 / 479_001_600 + r * (1 / 6_227_020_800 + r / 87_178_291_200));
}

/** 2^k for a normal double: k from −1022 to 1023. */
function powerOfTwo(k: number): number {
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return scratch[0]!;
}

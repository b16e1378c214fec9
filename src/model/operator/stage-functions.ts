import { mix32 } from "../../engine/random.ts";

/**
 * What each named stage does to a record's digest: the user's functions, as pure hashes of name and
 * input. The judge of a run gets the same object; all digests are uint32.
 */
export interface StageFunctions {
  mapValue(name: string, value: number): number;
  /** A record is kept by its id, with all that flat-maps made of it. */
  keeps(name: string, keepShare: number, id: number): boolean;
  keepsResult(name: string, keepShare: number, key: number, start: number, end: number): boolean;
  /** Whether chance has a hand in what a nondeterministic stage makes of that record, or result. */
  isUnsteady(name: string, share: number, id: number): boolean;
  isUnsteadyResult(name: string, share: number, key: number, start: number, end: number): boolean;
  fanOutValue(name: string, value: number, sub: number): number;
  processValue(name: string, value: number): number;
  timerValue(name: string, key: number, start: number): number;
  /** A window's digest starts at 0; adding is commutative and associative, as is merging. */
  windowAdd(digest: number, value: number): number;
  windowMerge(a: number, b: number): number;
}

const MAP = 1;
const FILTER = 2;
const FAN_OUT = 3;
const PROCESS = 4;
const TIMER = 5;
const CHANCE = 6;

/** The functions of a run, with the names' seeds at hand. */
export function createStageFunctions(): StageFunctions {
  const seeds = new Map<string, number>();
  let lastName: string | undefined;
  let lastSeed = 0;
  // One stage handles many records in a row, so the name found last is nearly always the right one.
  const seedOf = (name: string, purpose: number): number => {
    if (name !== lastName) {
      lastSeed = seeds.get(name) ?? nameHash(name);
      seeds.set(name, lastSeed);
      lastName = name;
    }
    return lastSeed + purpose;
  };
  return {
    mapValue: (name, value) => mix32(seedOf(name, MAP), value, 0),
    keeps: (name, share, id) => mix32(seedOf(name, FILTER), id, 0) < share * 2 ** 32,
    keepsResult: (name, share, key, start, end) =>
      mix32(mix32(seedOf(name, FILTER), start, end), key, 1) < share * 2 ** 32,
    isUnsteady: (name, share, id) => mix32(seedOf(name, CHANCE), id, 0) < share * 2 ** 32,
    isUnsteadyResult: (name, share, key, start, end) =>
      mix32(mix32(seedOf(name, CHANCE), start, end), key, 1) < share * 2 ** 32,
    fanOutValue: (name, value, sub) => mix32(seedOf(name, FAN_OUT), value, sub),
    processValue: (name, value) => mix32(seedOf(name, PROCESS), value, 0),
    timerValue: (name, key, start) => mix32(seedOf(name, TIMER), key, start),
    windowAdd,
    windowMerge,
  };
}

/** Adds one record's digest to a window's, whatever the order. */
export function windowAdd(digest: number, value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (digest + (mixed ^ (mixed >>> 16)) + 0x9e3779b9) >>> 0;
}

/** The digest of two windows' records together. */
export function windowMerge(a: number, b: number): number {
  return (a + b) >>> 0;
}

function nameHash(name: string): number {
  let hash = mix32(name.length, 0, 0);
  for (let i = 0; i < name.length; i++) hash = mix32(hash, name.charCodeAt(i), i);
  return hash;
}

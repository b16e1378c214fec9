/**
 * The order of events of one instant, before component and sequence decide.
 *
 * What was decided under the old knowledge comes first: buffers arrive, subtasks work, and only then
 * do watches, timers, requests and faults of the same instant touch them.
 */
export const DELIVERY = 0;
export const WORK = 1;
export const BROKER = 2;
export const CHECKPOINT = 3;
export const WATCH = 4;
export const CONTROL = 5;
export const FAULT = 6;
export const OBSERVE = 7;

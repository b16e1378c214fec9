import { two } from "./two.ts";
import { parse } from "yaml";
export const one: unknown = [two, parse];

// The explorer's map alone, with every node and every edge drawn at once, as the other viewers do.

import { show } from "./graphkit.ts";

await show(true);

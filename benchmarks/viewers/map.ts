// The explorer's map alone, as it opens: clusters from afar.

import { show } from "./graphkit.ts";

await show(false);

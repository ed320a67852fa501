// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_text.c: the result of probity hang for a tired person. */
#include "base/buf.h"
#include "base/json.h"
#include "report/hang.h"
#include "report/paint.h"

void pby_hang__text(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out)
{
	pby_paint__wrap(out, style, 0, pby_json__get_str(result, "verdict"));
}

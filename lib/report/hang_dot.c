// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_dot.c: the wait-for graph for Graphviz. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/hang_graph.h"
#include "report/hang_views.h"

/* A string of DOT: quotes and backslashes escaped, control characters dropped. */
static void quoted(struct pby_buf *out, const char *text)
{
	pby_buf__addc(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			pby_buf__addc(out, '\\');
		if ((unsigned char)*text >= ' ')
			pby_buf__addc(out, *text);
	}
	pby_buf__addc(out, '"');
}

static const char *const box_looks[] = {
	[PBY_BOX_WAITER] = "style=rounded",
	[PBY_BOX_ROOT] = "style=\"rounded,bold\", color=darkorange3",
	[PBY_BOX_CYCLE] = "style=\"rounded,bold\", color=red3",
	[PBY_BOX_OUTSIDE] = "shape=ellipse, style=dashed",
};

static const char *line_of(const char *evidence)
{
	return !strcmp(evidence, "stated") ? "solid" : !strcmp(evidence, "derived") ? "dashed" : "dotted";
}

void pby_hang__dot(const struct json_object *result, struct pby_buf *out)
{
	struct pby_drawing d;
	bool made = pby_drawing__make(&d, result);

	pby_buf__adds(out, "digraph hang {\n\trankdir=LR;\n\tnode [shape=box, fontname=\"sans-serif\"];\n"
			   "\tedge [fontname=\"sans-serif\", fontsize=10];\n\tlabelloc=t;\n\tlabel=");
	quoted(out, pby_json__get_str(result, "verdict"));
	pby_buf__adds(out, ";\n");
	for (uint32_t i = 0; made && i < d.boxes.nr; i++) {
		const struct pby_box *b = &d.boxes.items[i];

		pby_buf__addf(out, "\tn%u [label=", i);
		quoted(out, b->label);
		pby_buf__addf(out, ", %s", box_looks[b->role]);
		if (b->detail) {
			pby_buf__adds(out, ", tooltip=");
			quoted(out, b->detail);
		}
		pby_buf__adds(out, "];\n");
	}
	for (uint32_t i = 0; made && i < d.arrows.nr; i++) {
		const struct pby_arrow *a = &d.arrows.items[i];

		pby_buf__addf(out, "\tn%u -> n%u [label=", a->from, a->to);
		quoted(out, a->label);
		pby_buf__addf(out, ", style=%s%s];\n", line_of(a->evidence), a->in_cycle ? ", color=red3" : "");
	}
	if (d.left_out)
		pby_buf__addf(out, "\tmore [label=\"%u waits more\", shape=plaintext];\n", d.left_out);
	pby_buf__adds(out, "}\n");
	pby_drawing__free(&d);
}

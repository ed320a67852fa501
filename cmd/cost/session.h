// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* session.h: looks again and again at what probes take, and shows each look. */
#ifndef PBY_CMD_COST_SESSION_H
#define PBY_CMD_COST_SESSION_H

#include <stdint.h>

#include "base/err.h"
#include "cmd/cost/prices.h"
#include "cmd/output.h"
#include "report/cost.h"

struct pby_cost_session {
	struct pby_output output;
	double interval_s;		/* 0: the default */
	uint32_t hz;			/* 0: as many ticks as the meter's limit allows */
	uint64_t times;			/* 0: the default */
	bool stats, top;
	enum pby_cost_order order;
	struct json_object *baseline;	/* or NULL; the caller puts it */
	const struct pby_cost_prices *prices;
};

/* -errno with a sentence when the file is no result of cost. */
int pby_cost_session__read_baseline(struct pby_cost_session *session, const char *path, struct pby_err *err);
/* Returns the exit code. err is set when nothing could be looked at. */
int pby_cost_session__run(struct pby_cost_session *session, struct pby_err *err);

#endif

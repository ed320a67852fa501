// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * curve.h: reads a measured curve to calibrate on. Two kinds of text are taken:
 *
 *	# threads,count; a blank works as the comma does
 *	1,237.7e6
 *	2,163.4e6
 *
 * and what `probity bench scale --json` printed ("schema": "probity.bench/1", "what": "scale"): the
 * points of its row "kretprobe" as calls per second; points that it calls unusable are left out.
 */
#ifndef LAB_CURVE_H
#define LAB_CURVE_H

#include "base/err.h"
#include "base/text.h"
#include "lab/published.h"

/*
 * Adds the points to curve, and sets kretprobe when they are those of a probe. path is for the
 * sentence. -EINVAL with file, line and what is wrong; also when there is no point at all.
 */
int lab_curve__parse(struct lab_curve *curve, struct pby_text text, const char *path, struct pby_err *err);

#endif

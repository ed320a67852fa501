// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_words.h: the sentences about attach points that the text and the page share. */
#ifndef PBY_REPORT_POINTS_WORDS_H
#define PBY_REPORT_POINTS_WORDS_H

struct json_object;
struct pby_buf;

/* "6.1.0-56-amd64: of 17 ways to attach 12 work, 5 do not". */
void pby_points__title(const struct json_object *result, struct pby_buf *out);
/* "yes, probed", "yes; probe: EPERM", "no", "unknown". */
void pby_points__works(const struct json_object *point, struct pby_buf *out);
/* What CPUs share: "nothing", "mmap_lock", "one line", "one lock", "not known", "-". */
const char *pby_points__shares(const struct json_object *point);
/* What is lost, and where that is counted. */
void pby_points__loss(const struct json_object *loss, struct pby_buf *out);
/* What the experiment said; nothing without one. */
void pby_points__trial(const struct json_object *probe, struct pby_buf *out);
/* Rule ids, separated by commas. */
void pby_points__hangs(const struct json_object *point, struct pby_buf *out);
/* Why no experiment was made though it was asked for, or "". */
const char *pby_points__refusal(const struct json_object *result);

#endif

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* screen.c: progress, signals and keys; the result as text, as JSON or on the whole screen. */
#define _GNU_SOURCE
#include "cmd/cost/screen.h"

#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "cmd/screen.h"
#include "report/cost.h"
#include "source/cost/meter.h"

enum { STEP_MS = 200 };

int pby_cost_screen__open(struct pby_cost_screen *s, struct pby_cost_session *session, struct pby_err *err)
{
	sigset_t set;
	int rc;

	*s = (struct pby_cost_screen){ .session = session, .signal_fd = -1 };
	rc = session->top ? pby_screen__open(err) : 0;
	if (rc)
		return rc;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return 0;
}

static bool told_to_end(const struct pby_cost_screen *s)
{
	struct signalfd_siginfo info;

	return s->signal_fd >= 0 && read(s->signal_fd, &info, sizeof(info)) == sizeof(info);
}

static void draw(const struct pby_cost_screen *s, double left)
{
	struct pby_style style = pby_screen__style();
	PBY_AUTO_BUF out = { 0 };
	char note[120];

	snprintf(note, sizeof(note), "q ends, s sorts (by %s)%s; next in %.0f s", pby_cost_order__name(s->session->order),
		 s->last ? "" : "; looking for the first time", left);
	if (s->last)
		pby_cost__text(s->last, &style, &out);
	pby_screen__draw(pby_text__of(pby_buf__text(&out), out.len), -1, note);
}

/* False when the user has seen enough. */
static bool renew_top(struct pby_cost_screen *s, double left)
{
	enum pby_key key = pby_screen__key();

	if (key == PBY_KEY_SORT) {
		s->session->order = (enum pby_cost_order)((s->session->order + 1) % PBY_NR_COST_ORDERS);
		if (s->last)
			pby_cost__sort(s->last, s->session->order);
	}
	draw(s, left);
	return key != PBY_KEY_QUIT;
}

bool pby_cost_screen__wait(struct pby_cost_screen *s, struct pby_meter *meter, double seconds)
{
	bool progress = !s->session->top && isatty(STDERR_FILENO), going_on = true;
	double left = seconds;

	while (!pby_meter__done(meter, STEP_MS)) {
		left = left > STEP_MS / 1e3 ? left - STEP_MS / 1e3 : 0;
		if (progress)
			fprintf(stderr, "\rlooking, %.0f s left \033[K", left);
		if (!told_to_end(s) && (!s->session->top || renew_top(s, left)))
			continue;
		pby_meter__stop(meter);
		going_on = false;
	}
	if (progress)
		fprintf(stderr, "\r\033[K");
	return going_on;
}

int pby_cost_screen__show(struct pby_cost_screen *s, struct json_object *result, struct pby_err *err)
{
	int rc = 0;

	json_object_put(s->last);
	s->last = result;
	if (s->session->top)
		draw(s, s->session->interval_s);
	else
		rc = pby_output__show(result, &s->session->output, err);
	fflush(stdout);
	return rc;
}

void pby_cost_screen__close(struct pby_cost_screen *s)
{
	if (s->session->top)
		pby_screen__close();
	if (s->signal_fd >= 0)
		close(s->signal_fd);
	json_object_put(s->last);
}

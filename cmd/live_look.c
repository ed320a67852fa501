// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live_look.c: what a process does before it looks at a sick machine. */
#include "cmd/live_look.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/err.h"
#include "base/root.h"
#include "source/live/live.h"
#include "source/pin.h"

int pby_cmd__live_look(struct pby_live *live, const struct pby_live_options *options, struct pby_err *err)
{
	struct pby_live_options o = *options;
	struct utsname name;
	sigset_t ends, before;
	PBY_AUTO_FD fd = -1;
	int rc;

	if (access("/proc/self/stat", F_OK))
		return pby_err__set(err, ENOENT, "there is no /proc here, and all that is looked at lies below it: mount -t proc proc /proc");
	/* Memory is not asked for any more once the look has begun: see pin.h. */
	o.not_pinned = -pby_process__pin(PBY_PIN_HEAP);
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigprocmask(SIG_BLOCK, &ends, &before);
	fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	o.interrupt_fd = fd;
	o.program = "/proc/self/exe";
	o.release = uname(&name) ? "" : name.release;
	rc = pby_live__look(live, &o, err);
	/* What came in the meantime was obeyed: it must not end the printing. */
	while (fd >= 0 && live->interrupted) {
		struct signalfd_siginfo s;

		if (read(fd, &s, sizeof(s)) != sizeof(s))
			break;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc;
}

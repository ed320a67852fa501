// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* veth.c: makes the namespaces and the pair of interfaces, each created where it stays: none is ever seen elsewhere. */
#define _GNU_SOURCE
#include "source/bench/veth.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "source/bench/netlink.h"
#include "source/bench/probe.h"

static const char name[] = "probity0";

static int refuse(struct pby_bench_refusal *r, const char *step, int rc)
{
	*r = (struct pby_bench_refusal){ step, -rc, NULL };
	return -1;
}

/* One request on a socket of its own, in the namespace that the process is in by now. */
static int ask(struct pby_nl_message *m)
{
	int fd = pby_nl__socket(NETLINK_ROUTE), rc;

	if (fd < 0)
		return fd;
	rc = pby_nl__send(fd, m);
	close(fd);
	return rc;
}

static int make_pair(pid_t far)
{
	const struct ifinfomsg link = { .ifi_family = AF_UNSPEC };
	struct pby_nl_message m;
	size_t info, data, peer;

	pby_nl__begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &link, sizeof(link));
	pby_nl__text(&m, IFLA_IFNAME, name);
	info = pby_nl__open(&m, IFLA_LINKINFO);
	pby_nl__text(&m, IFLA_INFO_KIND, "veth");
	data = pby_nl__open(&m, IFLA_INFO_DATA);
	peer = pby_nl__open(&m, VETH_INFO_PEER);
	pby_nl__raw(&m, &link, sizeof(link));
	pby_nl__text(&m, IFLA_IFNAME, name);
	pby_nl__u32(&m, IFLA_NET_NS_PID, (uint32_t)far);
	pby_nl__close(&m, peer);
	pby_nl__close(&m, data);
	pby_nl__close(&m, info);
	return ask(&m);
}

static int set_up(uint32_t address)
{
	struct ifinfomsg link = { .ifi_family = AF_UNSPEC, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
	struct ifaddrmsg addr = { .ifa_family = AF_INET, .ifa_prefixlen = 30 };
	unsigned int index = if_nametoindex(name);
	struct pby_nl_message m;
	int rc;

	if (!index)
		return -errno;
	addr.ifa_index = index;
	link.ifi_index = (int)index;
	pby_nl__begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &addr, sizeof(addr));
	pby_nl__u32(&m, IFA_LOCAL, htonl(address));
	pby_nl__u32(&m, IFA_ADDRESS, htonl(address));
	rc = ask(&m);
	if (rc)
		return rc;
	pby_nl__begin(&m, RTM_NEWLINK, 0, &link, sizeof(link));
	return ask(&m);
}

static bool tell(int fd, int word)
{
	return write(fd, &word, sizeof(word)) == (ssize_t)sizeof(word);
}

/* What the other side says, or -EPIPE when it has died. */
static int hear(int fd)
{
	int word;

	return read(fd, &word, sizeof(word)) == (ssize_t)sizeof(word) ? word : -EPIPE;
}

/* The far side: namespace, then the interface that appears in it, then its work. */
static void be_far(int fd, void (*live)(void *arg), void *arg)
{
	int rc;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	rc = unshare(CLONE_NEWNET) ? -errno : 0;
	if (!tell(fd, rc) || rc || hear(fd))
		_exit(1);
	rc = set_up(PBY_VETH_FAR);
	if (!tell(fd, rc) || rc)
		_exit(1);
	live(arg);
	_exit(1);
}

static int connect_both(struct pby_veth *v, int fd, struct pby_bench_refusal *refusal)
{
	int rc = hear(fd);

	if (rc)
		return refuse(refusal, "make a network namespace", rc);
	rc = make_pair(v->far);
	if (rc)
		return refuse(refusal, "make a veth pair", rc);
	rc = set_up(PBY_VETH_NEAR);
	if (!rc)
		rc = tell(fd, 0) ? hear(fd) : -EPIPE;
	return rc ? refuse(refusal, "set up the veth pair", rc) : 0;
}

int pby_veth__open(struct pby_veth *v, void (*live)(void *arg), void *arg, struct pby_bench_refusal *refusal)
{
	int ends[2], rc;
	pid_t pid;

	v->far = -1;
	if (unshare(CLONE_NEWNET))
		return refuse(refusal, "make a network namespace", -errno);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return refuse(refusal, "make a socket pair", -errno);
	/* v may be in memory that both sides share. */
	pid = fork();
	if (!pid) {
		close(ends[0]);
		be_far(ends[1], live, arg);
	}
	v->far = pid;
	rc = v->far < 0 ? refuse(refusal, "start a process", -errno) : 0;
	close(ends[1]);
	if (!rc)
		rc = connect_both(v, ends[0], refusal);
	close(ends[0]);
	return rc;
}

void pby_veth__close(struct pby_veth *v)
{
	if (v->far <= 0)
		return;
	kill(v->far, SIGKILL);
	while (waitpid(v->far, NULL, 0) < 0 && errno == EINTR)
		;
	v->far = -1;
}

/* A socket belongs for ever to the namespace it was made in. */
int pby_veth__far_socket(const struct pby_veth *v, int (*make)(int protocol), int protocol)
{
	char path[64];
	int near, far, fd = 0;

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)v->far);
	near = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	far = open(path, O_RDONLY | O_CLOEXEC);
	if (near < 0 || far < 0 || setns(far, CLONE_NEWNET))
		fd = -errno;
	if (!fd) {
		fd = make(protocol);
		/* Whoever cannot go home must not go on: the rest would be made over there. */
		if (setns(near, CLONE_NEWNET))
			_exit(1);
	}
	if (near >= 0)
		close(near);
	if (far >= 0)
		close(far);
	return fd;
}

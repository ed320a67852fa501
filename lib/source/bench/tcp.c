// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tcp.c: streams of 64 KiB writes, and bytes that go there and back. */
#define _GNU_SOURCE
#include "source/bench/tcp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "model/bench/net.h"
#include "source/bench/session.h"
#include "source/bench/veth.h"

enum { PORT = 7, CONNECT_TRIES = 1000, ANSWER_S = 10, WARM_UP = 32 };

/* The first byte of a connection says what it is for. */
static const char swallow = 's', echo = 'e';

static struct sockaddr_in far_end(void)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(PORT),
				     .sin_addr.s_addr = htonl(PBY_VETH_FAR) };
}

/* At the end of the stream one byte back: it has all been read. */
static void swallow_all(int fd, char *room)
{
	while (recv(fd, room, PBY_NET_CHUNK, 0) > 0)
		;
	send(fd, &swallow, 1, MSG_NOSIGNAL);
}

static void echo_all(int fd)
{
	char byte;

	while (recv(fd, &byte, 1, 0) == 1 && send(fd, &byte, 1, MSG_NOSIGNAL) == 1)
		;
}

static void serve_one(int fd, char *room)
{
	const int yes = 1;
	char mode = 0;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (recv(fd, &mode, 1, 0) != 1)
		return;
	if (mode == swallow)
		swallow_all(fd, room);
	else
		echo_all(fd);
}

void pby_tcp__serve(void *arg)
{
	static char room[PBY_NET_CHUNK];	/* of a process of its own */
	const struct sockaddr_in me = far_end();
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	pby_bench_session__pin(*(const uint32_t *)arg);
	if (fd < 0 || bind(fd, (const void *)&me, sizeof(me)) || listen(fd, 4))
		return;
	for (;;) {
		int one = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

		if (one < 0 && errno != EINTR && errno != ECONNABORTED)
			return;
		if (one < 0)
			continue;
		serve_one(one, room);
		close(one);
	}
}

/* The server may not listen yet: then the connection is refused at once. */
static int connect_to(const char *mode)
{
	const struct timeval limit = { .tv_sec = ANSWER_S };
	const struct timespec ms = { 0, 1000000 };
	const struct sockaddr_in far = far_end();
	const int yes = 1;

	for (int i = 0; i < CONNECT_TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (fd < 0)
			return -errno;
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
		if (!connect(fd, (const void *)&far, sizeof(far)) && send(fd, mode, 1, MSG_NOSIGNAL) == 1)
			return fd;
		close(fd);
		nanosleep(&ms, NULL);
	}
	return -ECONNREFUSED;
}

static int failure(ssize_t n)
{
	return n >= 0 ? -ECONNRESET : errno == EAGAIN ? -ETIMEDOUT : -errno;
}

static int send_chunk(int fd, const char *room)
{
	for (size_t sent = 0; sent < PBY_NET_CHUNK; ) {
		ssize_t n = send(fd, room + sent, PBY_NET_CHUNK - sent, MSG_NOSIGNAL);

		if (n <= 0)
			return failure(n);
		sent += (size_t)n;
	}
	return 0;
}

static int wait_for_byte(int fd)
{
	char byte;
	ssize_t n = recv(fd, &byte, 1, 0);

	return n == 1 ? 0 : failure(n);
}

static int ask(int fd, const char *room)
{
	ssize_t n = send(fd, room, 1, MSG_NOSIGNAL);

	return n == 1 ? wait_for_byte(fd) : failure(n);
}

static int run_on(int fd, int (*once)(int fd, const char *room), bool drain, double run_ns, struct pby_tcp_run *run)
{
	static const char room[PBY_NET_CHUNK];
	double begin, now;
	int rc = 0;

	*run = (struct pby_tcp_run){ 0 };
	for (int i = 0; !rc && i < WARM_UP; i++)
		rc = once(fd, room);
	begin = now = pby_clock__ns();
	while (!rc && now - begin < run_ns) {
		rc = once(fd, room);
		run->done++;
		now = pby_clock__ns();
	}
	if (!rc && drain) {
		shutdown(fd, SHUT_WR);
		rc = wait_for_byte(fd);
		now = pby_clock__ns();
	}
	run->took_ns = now - begin;
	return rc;
}

static int run_once(const char *mode, int (*once)(int fd, const char *room), double run_ns, struct pby_tcp_run *run)
{
	int fd = connect_to(mode), rc;

	if (fd < 0)
		return fd;
	rc = run_on(fd, once, mode == &swallow, run_ns, run);
	close(fd);
	return rc;
}

int pby_tcp__stream(double run_ns, struct pby_tcp_run *run)
{
	return run_once(&swallow, send_chunk, run_ns, run);
}

int pby_tcp__requests(double run_ns, struct pby_tcp_run *run)
{
	return run_once(&echo, ask, run_ns, run);
}

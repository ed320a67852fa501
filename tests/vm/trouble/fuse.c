// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-fuse: a FUSE server that mounts itself on a folder, answers what mounting needs, and is silent about every name.
 *
 * usage: pby-fuse FOLDER
 *
 * Prints "mounted". Whoever looks for a file in FOLDER waits until this process is killed.
 */
#include <fcntl.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "guest.h"

union answer {
	struct fuse_init_out init;
	struct fuse_attr_out attr;
};

/* The size of the answer to a request, or 0 where none is given. */
static size_t answer_to(const struct fuse_in_header *request, union answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	switch (request->opcode) {
	case FUSE_INIT:
		answer->init.major = FUSE_KERNEL_VERSION;
		answer->init.minor = 31;
		answer->init.max_write = 4096;
		return sizeof(answer->init);
	case FUSE_GETATTR:
		answer->attr.attr.ino = request->nodeid;
		answer->attr.attr.mode = S_IFDIR | 0755;
		answer->attr.attr.nlink = 2;
		return sizeof(answer->attr);
	default:
		return 0;
	}
}

static void serve(int fuse)
{
	static _Alignas(struct fuse_in_header) char request[1 << 17];
	struct {
		struct fuse_out_header header;
		union answer answer;
	} reply;

	while (read(fuse, request, sizeof(request)) > 0) {
		const struct fuse_in_header *header = (const void *)request;
		size_t size = answer_to(header, &reply.answer);

		if (!size)
			continue;
		reply.header = (struct fuse_out_header){
			.len = sizeof(reply.header) + size,
			.unique = header->unique,
		};
		if (write(fuse, &reply, reply.header.len) < 0)
			guest__die("answer");
	}
}

int main(int argc, char **argv)
{
	char options[96];
	int fuse;

	guest__or_die("pby-fuse");
	if (argc != 2) {
		fprintf(stderr, "usage: pby-fuse FOLDER\n");
		return 2;
	}
	fuse = open("/dev/fuse", O_RDWR);
	if (fuse < 0)
		guest__die("/dev/fuse");
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse);
	if (mount("silent", argv[1], "fuse", 0, options))
		guest__die(argv[1]);
	guest__say("mounted");
	serve(fuse);
	return 0;
}

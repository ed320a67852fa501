// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tty.c: terminals, serial ports, the console and printk. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("console_lock|console_device|console_callback|vt_*|con_*|do_con_write|do_con_trol|vc_*|fbcon_*|do_fb_ioctl|register_console|unregister_console|console_suspend*|console_resume*|suspend_console|resume_console|tty_lookup_driver|vcs_*|set_console|do_unblank_screen|set_selection*|console_stop|console_start|console_cpu_notify|vt_ioctl|printk_*|store_*|fb_*|i915_*|drm_fb_helper_*",
	  SEMAPHORE, "console_sem (console_lock)", GLOBAL, HOLDER, NULL, "kernel/printk/printk.c"),
	L("console_list_lock|register_console|unregister_console*|console_force_preferred_locked|c_start|show_cons_active|console_device", MUTEX, "console_mutex", GLOBAL, "kernel/printk/printk.c", .since = "6.2"),
	L("tty_open|tty_open_by_driver|tty_release|tty_release_struct|tty_register_*|tty_unregister_*|tty_kopen*|tty_kclose|ptmx_open|ptm_open*|tty_find_polling_driver|tty_dev_name_to_number|tty_init_dev|tty_show_fdinfo|disassociate_ctty|tty_mutex|t_start", MUTEX, "tty_mutex", GLOBAL, "drivers/tty/tty_io.c"),
	L("tty_lock|tty_lock_interruptible|tty_lock_slave|__tty_hangup|tty_set_ldisc|tty_release|tty_reopen|tty_ioctl|tiocsctty|tty_vhangup|con_shutdown|pty_close|tty_open_proc_set_tty|disassociate_ctty*|n_tty_ioctl_helper|tty_ldisc_hangup|tty_jobctrl_ioctl|tty_kref_put", MUTEX, "tty->legacy_mutex", DEV, "drivers/tty/tty_mutex.c"),
	W("tty_ldisc_ref_wait|tty_ldisc_lock*|__tty_ldisc_lock*|ldsem_down_read|ldsem_down_write|tty_ldisc_hangup|tty_set_ldisc|tty_ldisc_release|tty_ldisc_reinit|ldsem_down_read_nested|__ldsem_*|down_read_failed|down_write_failed|tty_ldisc_lock_pair*|tty_ldisc_kill", RWSEM_WRITE, "tty->ldisc_sem", DEV, HOLDER, NULL, "drivers/tty/tty_ldsem.c"),
	W("ldsem_down_read|tty_ldisc_ref_wait|__ldsem_down_read_nested", RWSEM_READ, "tty->ldisc_sem", DEV, HOLDER, NULL, "drivers/tty/tty_ldsem.c"),
	L("n_tty_read|n_tty_set_termios|n_tty_ioctl|tty_set_termios|tty_change_softcarrier|uart_*|n_tty_receive_buf*|n_tty_open|set_termios|n_tty_write|tty_mode_ioctl|tty_termios_*|set_termios*|pty_set_termios|tty_throttle*|tty_unthrottle*", RWSEM_READ, "tty->termios_rwsem", DEV, "drivers/tty/n_tty.c"),
	L("n_tty_read", MUTEX, "ldata->atomic_read_lock", DEV, "drivers/tty/n_tty.c"),
	L("n_tty_write|process_output*|process_echoes|flush_echoes|commit_echoes|n_tty_*|__process_echoes", MUTEX, "ldata->output_lock", DEV, "drivers/tty/n_tty.c"),
	L("tty_write_lock|tty_write|do_tty_write|file_tty_write|tty_send_xchar|tty_perform_flush|iterate_tty_write|redirected_tty_write", MUTEX, "tty->atomic_write_lock", DEV, "drivers/tty/tty_io.c"),
	L("tty_buffer_lock_exclusive|flush_to_ldisc|tty_buffer_flush|paste_selection|tty_port_*|tty_buffer_*|receive_buf", MUTEX, "tty buf->lock", DEV, "drivers/tty/tty_buffer.c"),
	L("uart_*|tty_port_open|tty_port_close*|tty_port_hangup|tty_port_shutdown|serial8250_*|uart_suspend_port|uart_resume_port|serial_core_*", MUTEX, "uart port->mutex", DEV, "drivers/tty/serial/serial_core.c"),
	L("ptmx_*|devpts_*|vt_*|con_font_*|vc_*|hvc_*|gsm*|gsmld_*|mux_*|n_hdlc_*|slip_*|ppp_*|isdn_*|rfcomm_tty_*", MUTEX, "a tty mutex", DEV, "drivers/tty"),
	W("tty_wait_until_sent|n_tty_write|n_tty_read|tty_read|tty_write|tty_port_block_til_ready|uart_wait_until_sent|uart_wait_modem_status|tty_port_close_start|tty_open|n_tty_ioctl|vt_waitactive|vt_event_wait*|vt_do_*|tty_drain_buffer|tty_check_change|job_control|tty_port_*|n_hdlc_*|gsm_*|gsmld_*|tty_unthrottle|__uart_start|pty_write|tty_driver_flush_*|con_flush_chars",
	  IPC, "a terminal", DEV, USER, "terminal", "drivers/tty/tty_io.c"),
	W("__flush_work|flush_work|__cancel_work_timer|__cancel_work_sync|cancel_work_sync tty_*|flush_to_ldisc|tty_buffer_*", WORKQUEUE_FLUSH, "the terminal's input work (flush_to_ldisc)", DEV, WORK, "flush_to_ldisc", "drivers/tty/tty_buffer.c"),
	W("do_syslog|devkmsg_read|kmsg_read|devkmsg_*|syslog_print", IDLE, "kernel messages", NONE, NOBODY, NULL, "kernel/printk/printk.c"),
	L("do_syslog|devkmsg_read|syslog_print", MUTEX, "syslog_lock", GLOBAL, "kernel/printk/printk.c"),
	L("devkmsg_read|devkmsg_write", MUTEX, "kmsg user->lock", FILE, "kernel/printk/printk.c"),
	W("nbcon_kthread_func|printk_kthread_func|nbcon_*|legacy_kthread_func", IDLE, "kernel messages", NONE, NOBODY, NULL, "kernel/printk/nbcon.c"),
	W("__pr_flush|pr_flush|console_trylock_spinning|console_unlock|console_flush_all|vprintk_emit|legacy_kthread_func", HARDWARE, "the console to print", GLOBAL, DEVICE, "console", "kernel/printk/printk.c"),
	W("audit_log_start|audit_receive|kauditd_*|wait_for_auditd|audit_*", WAIT_EVENT, "the audit queue to be emptied", GLOBAL, USER, "auditd", "kernel/audit.c"),
	L("audit_receive|audit_ctl_lock|audit_*|auditd_*|kauditd_*", MUTEX, "audit_cmd_mutex", GLOBAL, "kernel/audit.c"),
};

static const struct pby_hold_row holds[] = {
	H("console_unlock|console_flush_all|call_console_drivers|console_emit_next_record", WRITE, "console_sem (console_lock)", GLOBAL, "kernel/printk/printk.c"),
	H("do_con_write|con_flush_chars|vt_console_print|fbcon_*|redraw_screen|fb_flashcursor console_callback|do_con_write|con_write|vt_ioctl|fb_set_*|do_fb_ioctl|vt_kdsetmode", WRITE, "console_sem (console_lock)", GLOBAL, "drivers/tty/vt/vt.c"),
	H("console_lock|tty_driver_lookup_tty|console_device|tty_init_dev|tty_lookup_driver|tty_reopen|tty_lock tty_open|tty_open_by_driver", WRITE, "tty_mutex", GLOBAL, "drivers/tty/tty_io.c"),
	H("tty_wait_until_sent|*_close|tty_port_close*|uart_close|con_shutdown tty_release|__tty_hangup|tty_set_ldisc", WRITE, "tty->legacy_mutex", DEV, "drivers/tty/tty_io.c"),
	H("n_tty_write|n_tty_read|tty_wait_until_sent|do_tty_write|n_tty_ioctl* tty_read|tty_write|file_tty_write|tty_ioctl|iterate_tty_read|iterate_tty_write", READ, "tty->ldisc_sem", DEV, "drivers/tty/tty_io.c"),
	H("do_output_char|*_write|process_output* n_tty_write|do_tty_write|file_tty_write|iterate_tty_write", WRITE, "tty->atomic_write_lock", DEV, "drivers/tty/tty_io.c"),
	H("console_unlock|console_flush_all|register_console|univ8250_console_setup register_console|unregister_console", WRITE, "console_mutex", GLOBAL, "kernel/printk/printk.c"),
	H("netlink_*|audit_log_*|audit_add_rule|audit_receive_msg audit_receive", WRITE, "audit_cmd_mutex", GLOBAL, "kernel/audit.c"),
};

PART(tty)

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* usb.c: USB requests, hubs, devices and gadgets. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("usb_start_wait_urb|usb_kill_urb|usb_poison_urb|usb_hcd_flush_endpoint|usb_kill_anchored_urbs|usb_poison_anchored_urbs|usb_wait_anchor_empty_timeout|usb_control_msg*|usb_bulk_msg|usb_interrupt_msg|usb_internal_control_msg|usb_sg_wait|usb_hcd_unlink_urb|usb_hcd_alloc_bandwidth|usb_disable_endpoint|unlink1|usb_unlink_anchored_urbs|usb_get_descriptor|usb_set_interface",
	  URB, "a USB request", DEV, DEVICE, "USB device", "drivers/usb/core/message.c"),
	W("usb_start_wait_urb|usb_kill_urb|wait_for_completion* usb_*|usblp_*|usbhid_*|uvc_*|snd_usb_*|hub_*", URB, "a USB request", DEV, DEVICE, "USB device", "drivers/usb/core/urb.c"),
	W("usb_stor_*|storage_*|command_abort*|usb_stor_msg_common|usb_stor_bulk_*|usb_stor_control_thread|uas_*|bus_reset", URB, "the USB storage device", DEV, DEVICE, "USB storage", "drivers/usb/storage", .deep = true),
	W("command_abort*|device_reset|bus_reset scsi_*", URB, "the USB storage thread, in a command that was aborted", DEV, DEVICE, "USB storage", "drivers/usb/storage/scsiglue.c"),
	L("device_reset|bus_reset|usb_stor_control_thread|usb_stor_pre_reset|usb_stor_reset_resume|queuecommand", MUTEX, "us->dev_mutex of USB storage", DEV, "drivers/usb/storage/scsiglue.c"),
	W("usb_stor_control_thread", IDLE, "commands", NONE, NOBODY, NULL, "drivers/usb/storage/usb.c"),
	W("usblp_*|usbtmc_*|wdm_*|usbhid_*|hid_hw_*|hid_submit_ctrl|uvc_*|em28xx_*|dvb_usb_*|dvb_*|usbvision_*|ath9k_hif_*|usbnet_*|idmouse_*|iowarrior_*|ld_usb_*|legousbtower*|adutux_*|yurex_*|chaoskey_*|cxusb_*|gspca_*|stk*|pvr2_*|hdpvr_*|p54*|rtl8xxxu_*|zd_*|ums_*|usbdev_*|proc_*urb*|reap_as|usbfs_*|hid_*|wacom_*|mceusb_*|imon_*|xpad_*|ati_remote*",
	  URB, "the USB device", DEV, DEVICE, "USB device", "drivers/usb", .deep = true),
	W("hub_port_*|hub_event|hub_*|usb_reset_device|usb_new_device|usb_enumerate_device|xhci_*|ehci_*|ohci_*|uhci_*|dwc2_*|dwc3_*|musb_*|usb_hcd_*|usb_remove_hcd|usb_add_hcd|xhci_alloc_dev|xhci_setup_device|xhci_configure_endpoint|xhci_stop_device|xhci_hub_*|vhci_*|usbip_*|dummy_*", URB, "the USB host controller or hub", DEV, DEVICE, "USB host controller", "drivers/usb/core/hub.c", .deep = true),
	W("usb_remove_hcd|usb_disconnect|usb_autopm_*|usb_resume_*", URB, "the USB device to be suspended or removed", DEV, DEVICE, "USB device", "drivers/usb/core", .deep = true),
	L("usb_lock_device*|hub_event|hub_port_*|usbdev_open|usbdev_ioctl|usbdev_release|usbdev_read|usb_disconnect|usb_new_device|usb_set_configuration|usb_deauthorize_*|usb_authorize_*|usb_remove_device|usb_reset_device|set_config*|usbdev_do_ioctl|hub_quiesce|usb_hub_*|proc_connectinfo|usbfs_*|usb_probe_interface|usb_unbind_interface|usb_device_read|descriptors_read|read_descriptors|busnum_show|usb_device_dump|usb_port_*",
	  MUTEX, "device lock (dev->mutex) of a USB device", DEV, "drivers/usb/core/hub.c"),
	L("usb_register_dev|usb_deregister_dev|usb_open", RWSEM_WRITE, "minor_rwsem", GLOBAL, "drivers/usb/core/file.c"),
	L("usb_open|usb_open_*", RWSEM_READ, "minor_rwsem", GLOBAL, "drivers/usb/core/file.c"),
	L("usb_hcd_*|hub_port_init|usb_set_*|usb_driver_*|hub_port_connect*|usb_alloc_streams|usb_disable_lpm|usb_enable_lpm", MUTEX, "hcd->bandwidth_mutex or address0_mutex", DEV, "drivers/usb/core/hcd.c"),
	L("usb_register_bus|usb_deregister_bus|usb_register_*|usb_notify_*|usb_device_read|usb_bus_idr*|usb_remove_hcd", MUTEX, "usb_bus_idr_lock", GLOBAL, "drivers/usb/core/hcd.c"),
	L("mon_bin_*|mon_text_*|mon_stat_*", MUTEX, "usbmon fetch_lock or mon_lock", OBJECT, "drivers/usb/mon/mon_bin.c"),
	W("mon_bin_*|mon_bin_wait_event|mon_bin_read|mon_text_*|mon_bin_get_event|mon_bin_fetch", IPC, "usbmon events", OBJECT, NOBODY, NULL, "drivers/usb/mon/mon_bin.c"),
	L("usb_gadget_*|gadget_*|ffs_*|udc_*|usb_udc_*|gether_*|fsg_*|composite_*|raw_*|ep0_*|gadgetfs_*|configfs_composite_*|printer_*|f_hid*|uvc_function_*", MUTEX, "a USB gadget lock", DEV, "drivers/usb/gadget"),
	W("ffs_*|fsg_*|ep_io|raw_*|gadgetfs_*|ep0_read|raw_ioctl|raw_process_*|ep_read*|ep_write*|usb_gadget_*|f_hidg_*|printer_*", URB, "the USB host of the gadget", DEV, DEVICE, "USB host", "drivers/usb/gadget", .deep = true),
	L("snd_usb_*|usb_audio_*|usbhid_*|uvc_*|usblp_*|wdm_*|usbtmc_*|idmouse_*|iowarrior_*|ld_usb_*|adu_*|yurex_*|chaoskey_*|em28xx_*|dvb_usb_*|gspca_*|usbtv_*|ums_*|usb_stor_*", MUTEX, "a mutex of the USB device's driver", DEV, "drivers/usb"),
	W("hub_thread|khubd|usb_stor_scan_thread|usbip_*|vhci_*", IDLE, "USB events", NONE, NOBODY, NULL, "drivers/usb/core/hub.c", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("usb_start_wait_urb|usb_control_msg*|usb_kill_urb|hub_port_*|usb_new_device|usb_reset_device|usb_disconnect|usb_hcd_* hub_event|usbdev_ioctl|usbdev_do_ioctl|usb_probe_interface|usb_set_configuration", WRITE, "device lock (dev->mutex) of a USB device", DEV, "drivers/usb/core/hub.c"),
	H("usb_disable_*|device_del|usb_unbind_interface|usb_hcd_flush_endpoint usb_disconnect|usb_remove_hcd", WRITE, "device lock (dev->mutex) of a USB device", DEV, "drivers/usb/core/hub.c"),
	H("mon_bin_wait_event|mon_bin_read_wait_event mon_bin_read|mon_bin_ioctl", WRITE, "usbmon fetch_lock or mon_lock", OBJECT, "drivers/usb/mon/mon_bin.c"),
	H("*_open usb_open", READ, "minor_rwsem", GLOBAL, "drivers/usb/core/file.c"),
};

PART(usb)

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* virt.c: KVM, vhost, virtio, Xen, Hyper-V, binder and other virtual machinery. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("kvm_vcpu_block|kvm_vcpu_halt|kvm_vcpu_check_block|kvm_arch_vcpu_runnable|kvmppc_*_wait*|kvm_s390_handle_wait|kvm_wfi", IDLE, "its virtual CPU is halted", NONE, NOBODY, NULL, "virt/kvm/kvm_main.c"),
	L("kvm_vcpu_ioctl|kvm_vm_ioctl*|kvm_arch_vcpu_ioctl*|vcpu_load|kvm_vcpu_*", MUTEX, "vcpu->mutex or kvm->lock", OBJECT, "virt/kvm/kvm_main.c"),
	L("kvm_set_memory_region|__kvm_set_memory_region|kvm_vm_ioctl_*|kvm_mmu_*|kvm_arch_*|kvm_vm_*|kvm_device_*|kvm_io_bus_*|kvm_irqfd*|kvm_destroy_vm|kvm_set_irq*|kvm_page_track_*|kvm_lock_all_vcpus|kvm_*", MUTEX, "a KVM lock (kvm->lock, slots_lock, irq_lock)", OBJECT, "virt/kvm/kvm_main.c"),
	W("kvm_async_pf_task_wait*|kvm_async_pf_*|do_async_page_fault", IO, "a page that the host is reading (async page fault)", NONE, DEVICE, "host memory", "arch/x86/kernel/kvm.c"),
	W("kvm_clear_async_pf_*|kvm_mmu_notifier_*|kvm_*|kvm_gmem_*|async_pf_execute|kvm_destroy_vm|kvm_swap_active_memslots|install_new_memslots|kvm_vm_worker_*|kvm_free_*|kvm_make_*|kvm_xen_*|kvm_unmap_*", WAIT_EVENT, "KVM", OBJECT, UNKNOWN, "a virtual CPU or the memory notifier", "virt/kvm", .deep = true),
	L("vhost_*|vhost_net_*|vhost_scsi_*|vhost_vsock_*|vhost_vdpa_*|vduse_*|vdpa_*", MUTEX, "a vhost lock (dev->mutex, vq->mutex)", DEV, "drivers/vhost/vhost.c"),
	W("vhost_*|vhost_net_flush*|vhost_dev_flush|vhost_work_flush|vhost_net_ubuf_put_and_wait|vhost_scsi_*|__vhost_worker_flush|vduse_*", WORKQUEUE_FLUSH, "the vhost worker", DEV, KTHREAD, "vhost-*", "drivers/vhost/vhost.c"),
	W("virtnet_send_command*|virtio_*|virtqueue_*|vp_*|virtcons_*|virtio_gpu_*|__send_control_msg|wait_port_writable|port_fops_*|virtio_pmem_*|virtballoon_*|tell_host|virtcrypto_*|vu_*|virtio_balloon_*|virtio_mem_*|virtio_snd_*", HARDWARE, "the virtual device of the host", DEV, DEVICE, "virtio device", "drivers/virtio", .deep = true),
	W("xenbus_*|xs_*|read_reply|xs_talkv|xs_wait_*|xen_*|gnttab_*|evtchn_*|privcmd_*|xb_*|xenwatch_thread|xenbus_thread|xenbus_dev_*|gntdev_*|xen_blkbk*|balloon_process", HARDWARE, "Xen: xenstore or the other domain", OBJECT, DEVICE, "xenstore or another domain", "drivers/xen", .deep = true),
	L("xs_*|xenbus_*|xs_talkv|xenwatch_thread|balloon_*|gntdev_*|evtchn_*|privcmd_*", MUTEX, "a Xen lock (xs_response_mutex, balloon_mutex)", OBJECT, "drivers/xen"),
	W("vmbus_*|hv_*|hvs_*|netvsc_*|storvsc_*|hyperv_*|balloon_*|rndis_*|hv_kvp_*|util_*|vmbus_wait_for_unload|hv_do_*|mshv_*", HARDWARE, "Hyper-V host", DEV, DEVICE, "Hyper-V host", "drivers/hv", .deep = true),
	W("vmci_*|vmw_*|vsock_*|vmballoon_*|vboxguest_*|vbg_*|vboxsf_*|hgcm_*|vmmemctl*", HARDWARE, "the hypervisor", DEV, DEVICE, "hypervisor", "drivers/misc", .deep = true),
	W("binder_thread_read|binder_wait_for_work|binder_ioctl_write_read|binder_proc_*|binder_ioctl|binder_thread_*", IPC, "a binder transaction", OBJECT, USER, "binder peer", "drivers/android/binder.c"),
	L("binder_*|binder_ioctl|binder_transaction|binder_open|binder_alloc_*|binder_mmap|proc_state_show|binder_deferred_*", MUTEX, "a binder lock", OBJECT, "drivers/android/binder.c"),
	W("binder_ioctl_freeze|binder_alloc_*|binder_deferred_*", WAIT_EVENT, "binder transactions to end", OBJECT, USER, "binder peer", "drivers/android/binder.c"),
	L("ashmem_*|ion_*|sync_*|sw_sync_*", MUTEX, "ashmem_mutex", GLOBAL, "drivers/staging/android/ashmem.c"),
	W("sev_*|snp_*|tdx_*|kvm_tdx_*|__sev_*|sgx_*|nitro_*|ne_*|gh_*", HARDWARE, "the secure processor", DEV, DEVICE, "secure processor", "drivers/crypto/ccp", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("vcpu_run|vcpu_enter_guest|kvm_arch_vcpu_ioctl_run|kvm_vcpu_block|kvm_vcpu_halt kvm_vcpu_ioctl", WRITE, "vcpu->mutex or kvm->lock", OBJECT, "virt/kvm/kvm_main.c"),
	H("synchronize_srcu*|kvm_set_memslot|kvm_arch_* __kvm_set_memory_region|kvm_set_memory_region|kvm_vm_ioctl_set_memory_region", WRITE, "a KVM lock (kvm->lock, slots_lock, irq_lock)", OBJECT, "virt/kvm/kvm_main.c"),
};

PART(virt)

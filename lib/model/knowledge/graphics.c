// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* graphics.c: DRM, GPU fences and reservations, framebuffers, video. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("dma_resv_lock*|ww_mutex_lock*|drm_modeset_lock*|drm_modeset_backoff|modeset_lock|drm_modeset_acquire_*|ttm_bo_reserve*|ttm_eu_reserve_buffers|reservation_object_*|drm_exec_lock_obj|drm_gem_lock_reservations|ttm_bo_vm_fault*|ttm_bo_vm_reserve|amdgpu_*|radeon_*|nouveau_*|i915_*|intel_*|drm_atomic_get_*_state|drm_modeset_lock_all_ctx|drm_helper_*|ttm_bo_*|drm_gem_*|qxl_*|virtio_gpu_*|vmw_*|xe_*|vc4_*|mgag200_*|ast_*|bochs_*|cirrus_*|drm_atomic_*",
	  WW_MUTEX, "a DRM reservation or modeset lock", OBJECT, "drivers/gpu/drm/drm_modeset_lock.c"),
	W("dma_fence_default_wait|dma_fence_wait|dma_fence_wait_timeout|dma_resv_wait_timeout|dma_fence_wait_any_timeout|drm_atomic_helper_wait_for_fences|drm_atomic_helper_wait_for_flip_done|drm_atomic_helper_wait_for_vblanks|drm_atomic_helper_wait_for_dependencies|drm_crtc_commit_wait|i915_request_wait|i915_request_wait_timeout",
	  HARDWARE, "the GPU: a fence or a page flip", DEV, DEVICE, "GPU", "drivers/dma-buf/dma-fence.c"),
	W("dma_fence_default_wait|dma_fence_wait*|dma_resv_wait_timeout*|dma_fence_wait_any_timeout|reservation_object_wait_timeout_rcu|fence_default_wait|fence_wait_timeout|drm_sched_entity_*|drm_syncobj_*|drm_atomic_helper_wait_for_*|drm_atomic_helper_wait_for_fences|drm_sched_*|dma_buf_poll|ttm_bo_wait*|ttm_bo_wait_ctx|nouveau_fence_*|amdgpu_fence_*|amdgpu_cs_*|amdgpu_job_*|radeon_fence_*|i915_request_wait*|i915_gem_*|i915_wait_*|intel_gt_*|intel_*|xe_*|virtio_gpu_*|qxl_*|vmw_fence_*|vmw_*|msm_*|etnaviv_*|panfrost_*|lima_*|v3d_*|vc4_*|amdgpu_*|nouveau_*|nvkm_*|nv50_*|radeon_*|drm_wait_one_vblank|drm_crtc_wait_one_vblank|drm_wait_vblank*|drm_vblank_*|drm_atomic_helper_commit_*|drm_crtc_commit_wait|drm_atomic_helper_swap_state|stall_checks|drm_dp_*|gen8_*|gen6_*|drm_atomic_helper_*",
	  HARDWARE, "the GPU: a fence or a page flip", DEV, DEVICE, "GPU", "drivers/dma-buf/dma-fence.c", .deep = true),
	W("drm_sched_main|drm_sched_*_thread|amdgpu_ib_*|irq_thread", IDLE, "jobs for the GPU", NONE, NOBODY, NULL, "drivers/gpu/drm/scheduler"),
	L("drm_open|drm_stub_open|drm_release|drm_global_mutex|drm_ioctl|drm_minor_*|drm_dev_register|drm_lastclose", MUTEX, "drm_global_mutex", GLOBAL, "drivers/gpu/drm/drm_file.c"),
	L("drm_master_*|drm_setmaster_*|drm_dropmaster_*|drm_file_*|drm_auth*", MUTEX, "drm dev->master_mutex", DEV, "drivers/gpu/drm/drm_auth.c"),
	L("drm_client_*|drm_fb_helper_*|drm_fbdev_*|drm_clients_*|__drm_fb_helper_*", MUTEX, "drm fb_helper or clientlist mutex", DEV, "drivers/gpu/drm/drm_fb_helper.c"),
	L("drm_modeset_lock_all|drm_mode_*|drm_property_*|drm_connector_*|drm_dp_mst_*|drm_dp_*|drm_helper_probe_*|drm_kms_helper_*|output_poll_execute|i915_hotplug_*|intel_*|i915_*|amdgpu_dm_*|amdgpu_*|radeon_*|nouveau_*|nv50_*|nvkm_*|vmw_*|msm_*|ttm_*|dm_*|drm_atomic_*|drm_gem_*|drm_vma_*|drm_*|dc_*|smu_*|amd_*|kfd_*|svm_*|xe_*|etnaviv_*|panfrost_*|vc4_*|tegra_*|exynos_*|rockchip_*|drm_crtc_*",
	  MUTEX, "a mutex of the graphics driver", DEV, "drivers/gpu/drm"),
	L("do_fb_ioctl|fb_open|fb_release|lock_fb_info|fb_write|fb_read|fb_set_*|fbcon_*|fb_ioctl|fb_mmap|unregister_framebuffer|register_framebuffer|fb_blank|store_*|fb_get_options", MUTEX, "fb_info->lock or registration_lock", DEV, "drivers/video/fbdev/core"),
	L("vgacon_*|vga_*|vga_get|vga_switcheroo_*|vga_arb_*", MUTEX, "vgasr_mutex", GLOBAL, "drivers/gpu/vga"),
	W("vga_get|vga_get_interruptible|vga_arb_*", WAIT_EVENT, "VGA resources: another device has them", GLOBAL, USER, "X server or another VGA client", "drivers/pci/vgaarb.c"),
	/* video, DVB, sound */
	L("v4l2_*|__video_*|video_*|vb2_*|v4l_*|media_*|vivid_*|vim2m_*|cec_*|dvb_*|dvbdev_*|dmxdev_*|uvc_*|media_device_*|mc_*|lirc_*|ir_*|rc_*|ivtv_*|cx18_*|saa7*|bttv_*|em28xx_*", MUTEX, "a mutex of the video device", DEV, "drivers/media"),
	L("dvb_frontend_*|dvb_device_open|dvb_generic_*|dvb_usercopy|dvb_demux_*", RWSEM_WRITE, "dvb minor_rwsem", GLOBAL, "drivers/media/dvb-core/dvbdev.c"),
	W("vb2_*|v4l2_*|dvb_frontend_*|dvb_dmxdev_*|cec_*|media_*|vivid_*|uvc_*|ivtv_*|cx18_*|saa7*|dvb_ringbuffer_*|dvb_ca_*|cec_transmit_*|__vb2_wait_for_done_vb", HARDWARE, "the video device", DEV, DEVICE, "video device", "drivers/media", .deep = true),
	L("snd_*|soundcore_*|snd_pcm_*|snd_ctl_*|snd_seq_*|snd_rawmidi_*|snd_hda_*|azx_*|hda_*|snd_soc_*|soc_*|snd_card_*|snd_device_*|snd_timer_*|snd_info_*|snd_hwdep_*|snd_mixer_*|snd_mixart_*|odev_*|loopback_*", MUTEX, "a mutex of the sound device", DEV, "sound/core"),
	L("snd_*|snd_pcm_*|snd_ctl_*|snd_card_*|snd_use_lock_*|snd_pcm_stream_lock*|snd_power_*", RWSEM_WRITE, "a lock of the sound device (controls_rwsem, link_rwsem)", DEV, "sound/core"),
	L("snd_*|snd_pcm_*|snd_ctl_*|snd_card_*", RWSEM_READ, "a lock of the sound device (controls_rwsem, link_rwsem)", DEV, "sound/core"),
	W("snd_pcm_drain|wait_for_avail|snd_pcm_lib_*|__snd_pcm_lib_xfer|snd_rawmidi_*|snd_seq_*|snd_pcm_*|snd_ctl_read|snd_timer_*|snd_power_wait*|snd_card_free|snd_card_disconnect_sync|snd_use_lock_sync_helper|azx_*|snd_hdac_*|hda_*|snd_usb_*|snd_soc_*", HARDWARE, "the sound device", DEV, DEVICE, "sound device", "sound/core", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("dma_fence_*|dma_resv_wait*|ttm_bo_wait*|drm_atomic_helper_wait_for_*|drm_crtc_commit_wait drm_atomic_commit|drm_atomic_helper_commit*|drm_mode_atomic_ioctl|drm_atomic_helper_set_config|drm_mode_setcrtc|drm_client_modeset_commit*|ttm_bo_validate|amdgpu_cs_ioctl|ttm_bo_vm_fault*", WRITE, "a DRM reservation or modeset lock", OBJECT, "drivers/gpu/drm"),
	H("drm_client_*|drm_atomic_* drm_fb_helper_*|drm_lastclose", WRITE, "drm fb_helper or clientlist mutex", DEV, "drivers/gpu/drm/drm_fb_helper.c"),
};

PART(graphics)

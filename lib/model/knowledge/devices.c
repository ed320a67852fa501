// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* devices.c: the driver core and the buses: I2C, SPI, PCI, ACPI, TPM, interrupts, DMA and the rest. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("dvb_unregister_frontend|dvb_net_release|dvb_dmxdev_release|dvb_frontend_release|dvb_ca_en50221_release", WAIT_EVENT, "the program that has the DVB device open", DEV, USER, "program with the device open", "drivers/media/dvb-core/dvb_frontend.c"),
	/* device lock: one per device, held over probe and remove */
	L("device_lock|__device_driver_lock|__driver_attach|__device_attach|device_attach|device_driver_attach|device_release_driver*|driver_detach|bus_rescan_devices*|device_del|device_add|bind_store|unbind_store|device_reprobe|device_shutdown|dpm_*|device_suspend*|__device_suspend*|device_resume*|device_prepare|pci_reset_*|pci_dev_lock|pci_bus_lock|pci_device_*|pci_try_reset_*|pci_enable_sriov|sriov_numvfs_store|uevent_show|device_online|device_offline|online_store|power_*_store|store_*|__device_release_driver|bus_probe_device|deferred_probe_*|really_probe|driver_override_store|device_change_owner|devres_*|device_match_*|device_move|xenbus_*|vfio_*|virtio_*|nvdimm_*|nd_*|cxl_*|i3c_*|slimbus_*|lock_device_hotplug*|subsys_dev_iter*|acpi_device_*",
	  MUTEX, "device lock (dev->mutex)", DEV, "drivers/base/core.c"),
	W("wait_for_device_probe|driver_probe_done|device_block_probing|wait_for_init_devices_probe|driver_deferred_probe_*|deferred_probe_*", MODULE_LOAD, "device probes to finish", GLOBAL, TASK, "really_probe|driver_probe_device|__driver_probe_device", "drivers/base/dd.c"),
	W("devtmpfs_submit_req|devtmpfs_create_node|devtmpfs_delete_node", COMPLETION, "devtmpfs: a device node", GLOBAL, KTHREAD, "kdevtmpfs", "drivers/base/devtmpfs.c"),
	W("device_links_*|device_link_*|device_link_wait_removal|devm_*|device_unregister|klist_remove|klist_*|bus_remove_driver|driver_unregister|kobject_*|class_dev_iter*", REF_DRAIN, "users of the device", DEV, UNKNOWN, "its last user releases it", "lib/klist.c"),
	L("misc_open|misc_register|misc_deregister|misc_seq_start", MUTEX, "misc_mtx", GLOBAL, "drivers/char/misc.c"),
	L("chrdev_open|cdev_*|kobj_lookup|kobj_map|kobj_unmap|__register_chrdev*|register_chrdev_region|unregister_chrdev_region|__unregister_chrdev*|alloc_chrdev_region|chrdev_show", MUTEX, "chrdevs_lock", GLOBAL, "fs/char_dev.c"),
	L("regmap_*|_regmap_*|regcache_*|regulator_*|_regulator_*|clk_*|clk_prepare_lock|clk_core_*|pinctrl_*|pinmux_*|gpiod_*|gpio*|gpiochip_*|pwm_*|pwmchip_*|reset_control_*|genpd_*|genpd_lock_*|pm_genpd_*|extcon_*|power_supply_*|led_*|backlight_*|thermal_*|hwmon_*|iio_*|rtc_*|watchdog_*|wdt_*|input_*|evdev_*|mousedev_*|uinput_*|serio_*|ps2_*|gameport_*|hid_*|hidraw_*|w1_*|icc_*|of_*|dev_pm_*|devfreq_*|cpufreq_*|nvmem_*|interconnect_*|phy_*|mbox_*|remoteproc_*|rproc_*|rpmsg_*|soc_*|dma_*|of_dma_*|component_*|typec_*|tcpm_*|ucsi_*|tb_*|icm_*|nvm_*|hwspin_*|mux_*|counter_*|fpga_*|mei_*|__mei_*|pps_*|ptp_*|posix_clock_*|stm_*|coresight_*|etm_*",
	  MUTEX, "a mutex of the device or its framework", DEV, "drivers"),
	L("posix_clock_*|uinput_*|input_*|rtc_*|thermal_*|cpufreq_*|cpufreq_online|cpufreq_offline|cpufreq_policy_*|gpiod_*|regulator_*|hwmon_*|gpiochip_*|drm_*|usb_*|snd_*|leds_*|led_trigger_*|power_supply_*|mei_*|typec_*|counter_*|iio_*", RWSEM_WRITE, "a rwsem of the device or its framework", DEV, "drivers"),
	L("posix_clock_*|uinput_*|thermal_*|cpufreq_*|gpiod_*|gpio_*|led_trigger_*|leds_*|tpm_*|rtc_*|show|store|cpufreq_show|hwrng_*|typec_*|counter_*|vfio_*|iio_*", RWSEM_READ, "a rwsem of the device or its framework", DEV, "drivers"),
	/* I2C, SPI, SMBus: the bus lock is an rt_mutex */
	L("i2c_transfer|__i2c_lock_bus*|i2c_adapter_lock_bus|i2c_lock_adapter|i2c_smbus_xfer|i2c_lock_bus|i2c_mux_lock_bus|i2c_parent_lock_bus|i2c_register_adapter|i2c_del_adapter|i2c_generic_scl_recovery|i2c_for_each_dev|i2c_probe_*|i2cdev_*|i2c_master_*|i2c_acpi_*|i2c_dw_*|i2c_slave_*",
	  RTMUTEX, "i2c adapter bus lock", DEV, "drivers/i2c/i2c-core-base.c"),
	L("rt_mutex_lock*|futex_lock_pi|rt_mutex_wait_proxy_lock|futex_wait_requeue_pi", RTMUTEX, "a PI futex", OBJECT, "kernel/futex/pi.c"),
	L("i2c_*|i2cdev_*|i2c_smbus_*|i2c_dev_*", MUTEX, "an i2c core mutex", DEV, "drivers/i2c"),
	W("*_i2c_master_xfer|i2c_dw_xfer|i2c_*_xfer|__i2c_transfer|i2c_transfer|i2c_smbus_xfer*|__i2c_smbus_xfer|i2c_smbus_*|i2cdev_*|i2c_algo_*|bit_xfer|try_address|acpi_smbus_*|i801_*|piix4_*|i2c_imx_*|i2c_qup_*|geni_i2c_*|tegra_i2c_*|xiic_*|cdns_i2c_*|stm32f7_i2c_*|i2c_pca_*|rk3x_i2c_*|mtk_i2c_*|bcm2835_i2c_*|s3c24xx_i2c_*|synquacer_i2c_*|i2c_dw_*",
	  HARDWARE, "an i2c transfer", DEV, DEVICE, "i2c bus", "drivers/i2c", .deep = true),
	W("aspeed_i2c_master_xfer", HARDWARE, "aspeed i2c transfer", DEV, DEVICE, "i2c bus", "drivers/i2c/busses/i2c-aspeed.c"),
	L("spi_*|__spi_sync|__spi_pump_*|spidev_*", MUTEX, "spi controller io_mutex or bus_lock", DEV, "drivers/spi/spi.c"),
	W("__spi_sync|spi_sync*|spi_transfer_*|spi_map_*|spidev_*|spi_write_then_read|spi_controller_*|spi_mem_*|qcom_qspi_*|stm32_qspi_*", HARDWARE, "an SPI transfer", DEV, DEVICE, "SPI device", "drivers/spi/spi.c", .deep = true),
	/* interrupts */
	W("synchronize_irq|__synchronize_irq|synchronize_hardirq|disable_irq|__free_irq|free_irq|devm_free_irq|irq_thread_*|wait_for_threads*", HARDWARE, "the interrupt's handler or thread to finish", DEV, KTHREAD, "irq/*", "kernel/irq/manage.c"),
	W("irq_thread|irq_wait_for_interrupt", IDLE, "interrupts", NONE, NOBODY, NULL, "kernel/irq/manage.c"),
	L("__setup_irq|request_threaded_irq|__free_irq|free_irq|irq_*|irq_domain_*|probe_irq_on|pci_*msi*|msi_*|__irq_domain_*|irq_create_*|devm_request_*irq|autoirq_*|register_irq_proc", MUTEX, "an irq mutex (request_mutex, irq_domain_mutex, sparse_irq_lock)", OBJECT, "kernel/irq/manage.c"),
	/* PCI, ACPI, IOMMU */
	W("pci_wait_cfg|pci_user_read_config_*|pci_cfg_access_lock|pci_read_config|pci_write_config|pci_user_write_config_*|pci_dev_wait|pci_bridge_wait_*|pcie_wait_*|pci_wait_for_pending*|pciehp_*|pcie_do_*|pci_vpd_*|pcie_aspm_*|aer_*|dpc_*|pci_power_up|pci_raw_set_power_state|pci_set_power_state|pcie_flr|pcie_reset_flr|shpc_*|ibm_*|rpaphp_*|hv_pci_*|vmd_*",
	  HARDWARE, "a PCI device", DEV, DEVICE, "PCI device", "drivers/pci/access.c", .deep = true),
	L("pci_*|pciehp_*|pcie_*|aer_*|pci_lock_rescan_remove|remove_store|rescan_store|dev_rescan_store|acpiphp_*|acpi_pci_*|eeh_*", MUTEX, "pci_rescan_remove_lock or a PCI mutex", DEV, "drivers/pci/probe.c"),
	L("pci_walk_bus|pci_bus_add_device*|pci_enable_*|pci_bus_sem|pci_create_*|pcie_aspm_*|pci_find_*|pci_get_*|pci_device_add|pci_destroy_dev|pci_remove_bus*|pci_stop_*|pci_alloc_*", RWSEM_READ, "pci_bus_sem", GLOBAL, "drivers/pci/bus.c"),
	W("acpi_ex_*|acpi_ev_*|acpi_ec_*|ec_*|acpi_os_*|acpi_evaluate_*|acpi_ns_*|acpi_ps_*|acpi_ut_*|acpi_battery_*|acpi_thermal_*|acpi_button_*|acpi_wmi_*|acpi_smb_*|acpi_hotplug_*|acpi_bus_*|acpi_device_*|acpi_scan_*|acpi_*", HARDWARE, "the firmware (ACPI)", DEV, DEVICE, "ACPI firmware", "drivers/acpi", .deep = true),
	L("acpi_os_wait_semaphore|acpi_ut_acquire_mutex|acpi_ex_system_wait_*|acpi_ex_enter_interpreter|acpi_ex_acquire_mutex*|acpi_ev_acquire_global_lock|acpi_tb_*", SEMAPHORE, "an ACPI mutex or semaphore", DEV, "drivers/acpi/osl.c"),
	L("acpi_*|acpi_ec_*|acpi_scan_lock_acquire|acpi_device_hotplug|acpi_battery_*|acpi_bus_*|acpi_hotplug_*|acpi_ec_transaction*|acpi_thermal_*|acpi_processor_*|acpi_video_*|wmi_*", MUTEX, "an ACPI mutex (acpi_scan_lock, ec, bus)", OBJECT, "drivers/acpi"),
	W("acpi_os_wait_events_complete|__flush_workqueue acpi_os_*|flush_workqueue acpi_os_*", WORKQUEUE_FLUSH, "ACPI events", GLOBAL, WORK, "acpi_os_execute_deferred", "drivers/acpi/osl.c"),
	L("iommu_*|intel_iommu_*|amd_iommu_*|iommufd_*|vfio_*|dmar_*|qi_*|vfio_iommu_*|vfio_group_*|vfio_pci_*|vfio_device_*", MUTEX, "an IOMMU or VFIO lock", DEV, "drivers/iommu"),
	L("vfio_*|dmar_*|iommufd_*|intel_svm_*", RWSEM_WRITE, "an IOMMU or VFIO rwsem", DEV, "drivers/vfio"),
	W("vfio_*|iommufd_*|vfio_unregister_group_dev|vfio_group_*|vfio_del_group_dev|mdev_*|qi_submit_sync|iopf_*|iommu_*", REF_DRAIN, "users of the VFIO or IOMMU device", DEV, USER, "the program that has the device open", "drivers/vfio", .deep = true),
	/* TPM, hwrng, random, firmware interfaces */
	W("tpm_transmit*|tpm_try_transmit|tpm_tis_*|tpm_crb_*|wait_for_tpm_stat*|tpm_msleep|tpm_pcr_*|tpm2_*|tpm1_*|tpm_get_random|tpm_dev_*|vtpm_*|tpm_relinquish_*|tpm_chip_*|crb_*|tpm_ibmvtpm_*", HARDWARE, "the TPM", DEV, DEVICE, "TPM", "drivers/char/tpm", .deep = true),
	L("tpm_*|tpm_chip_*|tpm_try_get_ops|tpm_find_get_ops|tpm_dev_*|tpm_common_*|tpm_buf_*|vtpm_*", MUTEX, "chip->tpm_mutex", DEV, "drivers/char/tpm/tpm-chip.c"),
	L("tpm_del_char_device|tpm_class_shutdown|tpm_devs_remove|tpm_chip_*", RWSEM_WRITE, "chip->ops_sem", DEV, "drivers/char/tpm/tpm-chip.c"),
	W("kthread_stop hwrng_unregister|hwrng_exit|devm_hwrng_*|drop_current_rng|set_current_rng|virtrng_remove|hwrng_*", KTHREAD_STOP, "the hwrng thread", GLOBAL, KTHREAD, "hwrng", "drivers/char/hw_random/core.c"),
	W("hwrng_fillfn|rng_get_data|rng_dev_read|virtio_read|*_rng_read|hwrng_unregister|cleanup_rng|add_early_randomness|add_hwgenerator_randomness", HARDWARE, "the random number generator", DEV, DEVICE, "random number generator", "drivers/char/hw_random/core.c"),
	L("rng_dev_read|rng_get_data|hwrng_fillfn|add_early_randomness|rng_current_*|hwrng_register|hwrng_unregister|rng_*_show|rng_*_store|get_current_rng|put_rng", MUTEX, "rng_mutex or reading_mutex", GLOBAL, "drivers/char/hw_random/core.c"),
	W("wait_for_random_bytes|get_random_bytes_wait|__x64_sys_getrandom|sys_getrandom|urandom_read|random_read*|get_random_bytes_user|crng_*|try_to_generate_entropy", WAIT_EVENT, "the random pool to be seeded", GLOBAL, DEVICE, "entropy source", "drivers/char/random.c"),
	W("ipmi_*|wait_for_ipmi_*|kipmid|i_ipmi_request|panic_halt_ipmi_*|ipmi_thread|acpi_ipmi_*|ssif_*", HARDWARE, "the BMC (IPMI)", DEV, DEVICE, "BMC", "drivers/char/ipmi", .deep = true),
	L("ipmi_*|ipmi_si_*|i_ipmi_*", MUTEX, "an IPMI mutex", DEV, "drivers/char/ipmi"),
	W("mei_*|__mei_*|mei_cl_*|mei_txe_*|mei_me_*|dcdbas_*|smm_*|dell_smbios_*|wmi_*|hv_*|vmbus_*|vmci_*|vbg_*|goldfish_*|qcom_*|qmi_*|rproc_*|rpmsg_*|glink_*|scmi_*|do_xfer|ti_sci_*|rpi_firmware_*|zynqmp_*|imx_scu_*|tegra_bpmp_*|cros_ec_*|cros_ec_pkt_xfer*|mbox_*|sep_*|psp_*|sev_*|ccp_*|sgx_*|rtas_*|opal_*|pseries_*|hvc_*|hvcs_*|sclp_*",
	  HARDWARE, "firmware or a companion processor", DEV, DEVICE, "firmware", "drivers", .deep = true),
	W("dma_sync_wait|dma_*|dmaengine_*|dma_wait_for_*|ioat_*|idxd_*|edma_*|pl330_*|async_tx_*", HARDWARE, "a DMA engine", DEV, DEVICE, "DMA engine", "drivers/dma", .deep = true),
	W("crypto_wait_req|crypto_wait_for_test|crypto_larval_wait|crypto_alg_mod_lookup", COMPLETION, "a crypto request", OBJECT, DEVICE, "crypto engine", "crypto/api.c"),
	W("crypto_wait_req*|crypto_larval_wait|crypto_alg_mod_lookup|crypto_*|af_alg_*|skcipher_*|aead_*|hash_*|qat_*|adf_*|caam_*|ccp_*|rsa_*|pkcs1pad_*|cryptd_*|akcipher_*|crypto_unregister_*", COMPLETION, "a crypto request", OBJECT, DEVICE, "crypto engine", "crypto/api.c", .deep = true),
	L("crypto_*|crypto_alg_*|crypto_larval_*|crypto_register_*|crypto_unregister_*", RWSEM_WRITE, "crypto_alg_sem", GLOBAL, "crypto/api.c"),
	L("crypto_*|crypto_alg_lookup|crypto_larval_*|c_start", RWSEM_READ, "crypto_alg_sem", GLOBAL, "crypto/api.c"),
	W("input_*|evdev_read|evdev_*|mousedev_read|joydev_read|hiddev_*|hidraw_*|uinput_*|uhid_*|rtc_dev_read|rtc_*|watchdog_*|lirc_*|pps_*|ptp_read|gpio_*|gpiolib_*|lineevent_*|iio_buffer_*|uio_read|counter_*|cec_*|apm_*|vcs_*|serport_*|psmouse_*|atkbd_*|ps2_*|__ps2_command|serio_*|libps2_*", HARDWARE, "an input or other simple device", DEV, DEVICE, "device", "drivers", .deep = true),
	W("uhid_hid_*|__uhid_report_queue_and_wait|uhid_*", WAIT_EVENT, "the uhid program", DEV, USER, "uhid program", "drivers/hid/uhid.c"),
	W("uinput_request_*|uinput_dev_*|input_ff_*", WAIT_EVENT, "the uinput program", DEV, USER, "uinput program", "drivers/input/misc/uinput.c"),
	L("input_register_*|input_unregister_*|input_devices_seq_start|input_handlers_seq_start", MUTEX, "input_mutex", GLOBAL, "drivers/input/input.c"),
	L("input_open_device|input_close_device|input_flush_device|input_grab_device|input_release_device|input_ff_*|evdev_*", MUTEX, "input device or evdev mutex", DEV, "drivers/input/input.c"),
	L("led_trigger_*|led_classdev_*", RWSEM_WRITE, "triggers_list_lock or trigger_lock", DEV, "drivers/leds/led-triggers.c"),
	W("kdevtmpfs|devtmpfs_work_loop|devtmpfsd|hwrng_fillfn|khvcd|kipmid|kauditd_thread|scsi_tgt*|irqbalance*", IDLE, "work", NONE, NOBODY, NULL, "drivers/base"),
};

static const struct pby_hold_row holds[] = {
	H("really_probe|driver_probe_device|__driver_probe_device|*_probe|*_attach __driver_attach|__device_attach|device_attach|__device_attach_driver|bus_probe_device|driver_attach", WRITE, "device lock (dev->mutex)", DEV, "drivers/base/dd.c"),
	H("*_remove|*_disconnect|*_shutdown device_release_driver_internal|__device_release_driver|device_shutdown|driver_detach|device_driver_detach", WRITE, "device lock (dev->mutex)", DEV, "drivers/base/dd.c"),
	H("__device_suspend*|device_suspend|device_resume|dpm_run_callback dpm_*|async_suspend*|async_resume*", WRITE, "device lock (dev->mutex)", DEV, "drivers/base/power/main.c"),
	H("__i2c_transfer|*_i2c_master_xfer|i2c_*_xfer|__i2c_smbus_xfer|i2c_smbus_xfer_emulated i2c_transfer|i2c_smbus_xfer", WRITE, "i2c adapter bus lock", DEV, "drivers/i2c/i2c-core-base.c"),
	H("*_open misc_open", WRITE, "misc_mtx", GLOBAL, "drivers/char/misc.c"),
	H("kthread_stop|hwrng_*|cleanup_rng hwrng_unregister", WRITE, "rng_mutex or reading_mutex", GLOBAL, "drivers/char/hw_random/core.c"),
	H("tpm_transmit*|tpm_try_transmit|tpm_tis_send*|wait_for_tpm_stat* tpm_*", WRITE, "chip->tpm_mutex", DEV, "drivers/char/tpm"),
	H("acpi_scan_*|acpi_bus_*|acpi_device_hotplug|acpi_generic_hotplug_event acpi_hotplug_work_fn|acpi_device_hotplug", WRITE, "an ACPI mutex (acpi_scan_lock, ec, bus)", OBJECT, "drivers/acpi/scan.c"),
};

PART(devices)

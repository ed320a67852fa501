// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* storage.c: disk drivers: SCSI, ATA, NVMe, MMC, MTD, S/390 DASD, floppy. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("scsi_execute*|__scsi_execute|scsi_execute_cmd|scsi_error_handler|scsi_block_when_processing_errors|scsi_eh_*|scsi_try_*|scsi_send_eh_cmnd|scsi_wait_for_queuecommand|scsi_dispatch_cmd|scsi_host_block|scsi_device_quiesce|scsi_device_block|scsi_test_unit_ready|sd_*|sr_*|st_*|ses_*|sg_*|scsi_ioctl_block_when_processing_errors|scsi_eh_ready_devs|scsi_unjam_host|scsi_probe_lun|scsi_probe_and_add_lun|scsi_report_lun_scan",
	  IO, "a SCSI command, or the error recovery of the host", DEV, DEVICE, "SCSI device", "drivers/scsi", .deep = true),
	W("scsi_block_when_processing_errors", IO, "the error recovery of the SCSI host", DEV, KTHREAD, "scsi_eh_*", "drivers/scsi/scsi_error.c"),
	W("scsi_error_handler", IDLE, "failed commands", NONE, NOBODY, NULL, "drivers/scsi/scsi_error.c"),
	L("scsi_scan_*|scsi_add_device|__scsi_add_device|scsi_remove_*|__scsi_remove_*|scsi_forget_host|scsi_sysfs_*|scsi_probe_*|store_scan|scsi_rescan_device|scsi_target_*|do_scsi_scan_host|scsi_scan_host_selected", MUTEX, "shost->scan_mutex", DEV, "drivers/scsi/scsi_scan.c"),
	W("scsi_complete_async_scans|scsi_scan_*|do_scan_async|scsi_target_reap|scsi_target_alloc|scsi_remove_target", MODULE_LOAD, "an asynchronous scan of the SCSI host", DEV, WORK, "async_run_entry_fn", "drivers/scsi/scsi_scan.c"),
	W("fc_block_scsi_eh|fc_block_rport|fc_remove_host|fc_*|lpfc_*|qla2x00_*|qlt_*|mpt3sas_*|_scsih_*|megasas_*|aac_*|hpsa_*|smartpqi_*|pqi_*|mpi3mr_*|pm8001_*|mvs_*|sas_*|isci_*|bnx2i_*|be2iscsi_*|beiscsi_*|iscsi_*|storvsc_*|virtscsi_*|pvscsi_*|vmw_pvscsi*|ufshcd_*|srp_*|zfcp_*|ibmvscsi_*|ibmvfc_*|ahci_*|sata_*|mptscsih_*|mptsas_*|3w_*|twa_*|arcmsr_*|ips_*|hisi_sas_*|qedi_*|qedf_*|bfa*|csio_*|snic_*|fnic_*|esas2r_*|stex_*|wd7*|NCR*|dc395x*|advansys_*|aic7*|ahd_*|ahc_*",
	  HARDWARE, "the storage adapter", DEV, DEVICE, "storage adapter", "drivers/scsi", .deep = true),
	L("iscsi_*|sas_*|mpt3sas_*|_scsih_*|_ctl_*|_base_*|megasas_*|ufshcd_*|mpi3mr_*|hpsa_*|aac_*", MUTEX, "a mutex of the storage adapter", DEV, "drivers/scsi"),
	W("ata_*|__ata_*|ata_exec_internal*|ata_port_wait_eh|ata_eh_*|ata_scsi_*|sata_link_*|ahci_*|ata_msleep|ata_host_*", HARDWARE, "the ATA port, or its error recovery", DEV, DEVICE, "ATA port", "drivers/ata/libata-eh.c", .deep = true),
	/* NVMe */
	W("nvme_submit_*|__nvme_submit_*|nvme_execute_rq*|nvme_passthru_*|nvme_wait_reset|nvme_wait_freeze*|nvme_start_freeze|nvme_disable_ctrl|nvme_wait_ready|nvme_identify_*|nvme_set_features|nvme_get_features|nvme_reset_*|nvme_dev_disable|nvme_suspend_*|nvme_delete_queue*|nvme_disable_io_queues|nvme_shutdown_ctrl|nvme_enable_ctrl|nvme_tcp_*|nvme_rdma_*|nvme_fc_*|nvmf_*|nvme_keep_alive*|nvme_remove*|nvme_probe*|nvme_scan_work|nvme_reset_work|nvme_kill_queues|nvme_configure_*",
	  HARDWARE, "the NVMe controller", DEV, DEVICE, "NVMe controller", "drivers/nvme/host", .deep = true),
	W("nvme_wait_freeze*|nvme_wait_freeze", QUEUE_FREEZE, "requests in flight of the NVMe controller", DEV, DEVICE, "NVMe controller", "drivers/nvme/host/core.c"),
	L("nvme_*|nvmf_*|nvmet_*", RWSEM_READ, "NVMe namespaces_rwsem", DEV, "drivers/nvme/host/core.c"),
	L("nvme_remove_namespaces|nvme_ns_remove|nvme_alloc_ns|nvme_remove_invalid_namespaces|nvme_validate_*|nvme_scan_*", RWSEM_WRITE, "NVMe namespaces_rwsem", DEV, "drivers/nvme/host/core.c"),
	L("nvme_*|nvmf_*|nvmet_*", MUTEX, "a mutex of the NVMe controller (scan_lock, subsys->lock)", DEV, "drivers/nvme/host/core.c"),
	W("__flush_work|flush_work nvme_*", WORKQUEUE_FLUSH, "a work of the NVMe controller", DEV, WORK, "nvme_*", "drivers/nvme/host"),
	/* MMC, MTD, UBI */
	W("__mmc_claim_host|mmc_claim_host|mmc_get_card|mmc_blk_issue_rq*", WAIT_EVENT, "the MMC host: another task has it", DEV, TASK, "mmc_wait_for_req*|mmc_blk_*", "drivers/mmc/core/core.c"),
	W("mmc_wait_for_req*|mmc_wait_for_cmd|mmc_wait_for_req_done|mmc_rescan|mmc_detect*|sdhci_*|mmc_blk_*|mmc_mq_*|mmc_io_rw_*|sdio_*|mmc_flush_cache|mmc_power_*|mmc_sd_*|mmc_switch|dw_mci_*|mmc_poll_*", HARDWARE, "the MMC or SD card", DEV, DEVICE, "MMC card", "drivers/mmc/core/core.c", .deep = true),
	W("ubi_*|nand_*|mtd_*|spi_nor_*|cfi_*|nand_get_device|onenand_*", HARDWARE, "the flash", DEV, DEVICE, "flash", "drivers/mtd", .deep = true),
	L("ubi_*|mtd_*|nand_*|leb_*|ubi_wl_*|spi_nor_*|add_mtd_device|del_mtd_device|get_mtd_device*|mtdblock_*|register_mtd_blktrans|cfi_*", MUTEX, "a mutex of the flash (mtd_table_mutex, ubi)", DEV, "drivers/mtd"),
	L("leb_read_lock|leb_write_lock|ubi_eba_*|ubi_wl_*", RWSEM_WRITE, "a UBI eraseblock", OBJECT, "drivers/mtd/ubi/eba.c"),
	/* others */
	W("virtblk_*|virtio_*|vp_*|xen_blkif_*|blkif_*|blkfront_*|xenbus_*|dasd_*|dcssblk_*|scm_*|cciss_*|DAC960_*|floppy_*|fd_*|wait_til_done|wait_til_ready|_lock_fdc|reset_interrupt|aoe*|skd_*|rsxx_*|mtip_*|pktcdvd*|pkt_*|cdrom_*|ide_*|rbd_wait_*|swim*|vdc_*|sx8_*", HARDWARE, "the block device", BDEV, DEVICE, "block device", "drivers/block", .deep = true),
	L("floppy_*|fd_ioctl|fd_locked_ioctl|floppy_open|floppy_release", MUTEX, "floppy_mutex", GLOBAL, "drivers/block/floppy.c"),
	L("cdrom_*|sr_block_*|sr_open|sr_release|sr_block_ioctl", MUTEX, "sr or cdrom mutex", DEV, "drivers/scsi/sr.c"),
	L("sd_*|sg_*|st_*|ch_*|sg_open|sg_ioctl", MUTEX, "a mutex of the SCSI upper driver", DEV, "drivers/scsi"),
	W("dasd_*|dasd_sleep_on*|_dasd_sleep_on*|dasd_open|dasd_generic_*|ccw_device_*|ccw_*|css_*|io_subchannel_*|qdio_*|qeth_*|zfcp_*|chp_*|chsc_*|tape_*|raw3270_*|sclp_*|vmcp_*|ap_*|cio_*|vfio_ccw_*", HARDWARE, "the S/390 channel device", DEV, DEVICE, "channel device", "drivers/s390", .deep = true),
	W("target_*|transport_*|core_tmr_*|iscsit_*|tcm_*|iscsi_target_*|srpt_*|isert_*|__transport_wait_for_tasks|target_wait_for_*|core_tpg_*|transport_generic_free_cmd|fileio|iblock_*", IO, "a command of the SCSI target", DEV, DEVICE, "SCSI target", "drivers/target", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("scsi_execute*|blk_execute_rq*|scsi_probe_and_add_lun|scsi_report_lun_scan scsi_scan_*|__scsi_scan_target|store_scan|scsi_add_device|do_scsi_scan_host", WRITE, "shost->scan_mutex", DEV, "drivers/scsi/scsi_scan.c"),
	H("mmc_wait_for_req*|mmc_wait_for_cmd mmc_*", WRITE, "the MMC host: another task has it", DEV, "drivers/mmc/core/core.c"),
};

PART(storage)

// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* security.c: security modules, integrity, keys. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("tomoyo_*|tomoyo_supervisor|tomoyo_write_*|tomoyo_read_*|tomoyo_update_*|tomoyo_gc_thread|tomoyo_load_*", MUTEX, "tomoyo_policy_lock", GLOBAL, "security/tomoyo/common.c"),
	W("tomoyo_supervisor|tomoyo_gc_thread|tomoyo_*", WAIT_EVENT, "the TOMOYO policy daemon", GLOBAL, USER, "tomoyo-queryd", "security/tomoyo/common.c"),
	L("aa_*|apparmor_*|__aa_*|profile_*|policy_*|ns_*|aafs_*|unpack_*|policy_update", MUTEX, "an AppArmor namespace lock", OBJECT, "security/apparmor"),
	L("sel_*|selinux_*|security_*|sel_write_*|sel_open_policy|sel_read_*|smack_*|smk_*|sel_make_*|inode_doinit_with_dentry|__inode_security_revalidate", MUTEX, "an SELinux or Smack lock", OBJECT, "security/selinux"),
	L("ima_*|process_measurement|ima_appraise_*|ima_file_check|ima_bprm_check|ima_add_template_entry|ima_check_*|integrity_*|evm_*", MUTEX, "an IMA lock (iint->mutex, ima_extend_list_mutex)", INODE, "security/integrity/ima/ima_main.c"),
	L("ima_*|integrity_*|evm_*", RWSEM_WRITE, "an IMA lock", INODE, "security/integrity"),
	L("landlock_*|yama_*|bpf_lsm_*|lockdown_*|loadpin_*|ipe_*", MUTEX, "a security module's mutex", OBJECT, "security"),
	L("key_*|keyring_*|keyctl_*|user_*|trusted_*|encrypted_*|big_key_*|asymmetric_*|proc_keys_*|key_garbage_collector|keyring_gc|keyring_restrict*|key_unlink|key_link|key_put", RWSEM_WRITE, "key->sem or keyring lock", OBJECT, "security/keys/keyring.c"),
	L("key_*|keyring_*|keyctl_*|keyring_read*|keyctl_read_key|search_*|lookup_user_key|fscrypt_*|get_*key*", RWSEM_READ, "key->sem or keyring lock", OBJECT, "security/keys/keyring.c"),
	L("fscrypt_*|fsverity_*|setup_*key*|fscrypt_setup_*|add_master_key", MUTEX, "an fscrypt lock", OBJECT, "fs/crypto"),
	W("fscrypt_*|fsverity_*|fscrypt_decrypt_*|fscrypt_zeroout_*", COMPLETION, "encryption of a file", INODE, DEVICE, "crypto engine", "fs/crypto", .deep = true),
};

PART_WAITS(security)

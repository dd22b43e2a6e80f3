"""What the log of access says happened, each with its words in both languages."""

from __future__ import annotations

from lib.domain.sentence import Worded


class AccessEventSort(Worded):
    """One sort of event."""

    SIGNED_IN = "signed_in", "เข้าสู่ระบบ", "Signed in"
    SIGN_IN_REFUSED = "sign_in_refused", "เข้าสู่ระบบไม่ได้", "Sign-in refused"
    SIGNED_OUT = "signed_out", "ออกจากระบบ", "Signed out"
    SESSION_ENDED = "session_ended", "ปิดเครื่องที่เข้าใช้", "A device was signed out"
    INVITED = "invited", "ออกคำเชิญ", "Invitation made"
    INVITATION_ACCEPTED = "invitation_accepted", "รับคำเชิญ", "Invitation accepted"
    INVITATION_REVOKED = "invitation_revoked", "ยกเลิกคำเชิญ", "Invitation revoked"
    INVITATION_ON_MANY_DEVICES = "invitation_many_devices", "คำเชิญถูกใช้หลายเครื่องผิดปกติ", "Invitation on many devices"
    PIN_REFUSED = "pin_refused", "รหัส PIN ไม่ตรง", "Wrong PIN"
    PIN_STORM = "pin_storm", "ลองรหัส PIN ของคำเชิญมากผิดปกติ", "Unusually many wrong PINs"
    CODE_REFUSED = "code_refused", "รหัสแผนไม่ตรง", "Wrong plan code"
    CODE_CHANGED = "code_changed", "เปลี่ยนรหัสของแผน", "A plan's code changed"
    GRANTED = "granted", "ให้สิทธิ", "Right given"
    GRANT_REVOKED = "grant_revoked", "ถอนสิทธิ", "Right taken back"
    ACCOUNT_CLOSED = "account_closed", "ปิดบัญชี", "Account closed"
    ACCOUNT_OPENED = "account_opened", "เปิดบัญชีอีกครั้ง", "Account opened again"
    RENAMED = "renamed", "เปลี่ยนชื่อที่ใช้", "Name changed"
    REGION_RULE = "region_rule", "ภาคเปลี่ยนกติกา", "A region changed its rule"
    EXPORTED = "exported", "ดาวน์โหลดข้อมูลที่ไม่เผยแพร่", "Private data downloaded"

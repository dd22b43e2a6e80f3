"""What the plain pages say, in Thai and English side by side; templates name a sentence by its key."""

from __future__ import annotations

from lib.web.plain.texts import COMMON

TEXTS: dict[str, tuple[str, str]] = {
    **COMMON,
    # sign in
    "in": ("เข้าสู่ระบบ", "Sign in"),
    "in_with": ("เข้าสู่ระบบด้วย {name}", "Sign in with {name}"),
    "in_why": (
        "อ่านข้อมูลสาธารณะได้โดยไม่ต้องเข้าสู่ระบบ การบันทึกต้องมีสิทธิ",
        "Everybody reads what is public. To record, you need a right.",
    ),
    "invited": ("ได้รับคำเชิญแล้ว", "I have an invitation"),
    "invited_how": (
        "เปิดลิงก์ที่ได้รับ หรือสแกน QR ถ้าเปิดไม่ได้ วางลิงก์ที่นี่",
        "Open the link that you were sent, or scan the QR. If that fails, paste the link here.",
    ),
    "not_invited": ("ยังไม่ได้รับคำเชิญ", "Not invited yet"),
    "not_invited_how": (
        "ขอจากเจ้าหน้าที่ภาคหรือผู้ดูแลเวทีของท่าน เขาจะส่งลิงก์หรือ QR ให้ทาง LINE หรือบนกระดาษ",
        "Ask your regional office or the facilitator of your forum: they send a link or a QR, by LINE or on paper.",
    ),
    "owner": ("นี่คือเครื่องที่เปิดระบบ", "This is the machine that runs the app"),
    "owner_how": (
        "หน้าต่างที่เปิดระบบบอกลิงก์ที่ใช้ได้ครั้งเดียวไว้ เปิดลิงก์นั้นแล้วเบราว์เซอร์นี้บันทึกได้ หรือพิมพ์คำสั่งนี้ให้บอกลิงก์ใหม่",
        "The window that started the app says a link for one use: open it and this browser may record. "
        "Or type this, and a new link is said:",
    ),
    "here_as": ("เข้าใช้อยู่ในชื่อ {name}", "Signed in as {name}"),
    "to_devices": ("เครื่องที่เข้าใช้อยู่", "Where I am signed in"),
    "paste": ("ลิงก์หรือรหัสที่ได้รับ", "Link or code that you were given"),
    "open": ("เปิดคำเชิญ", "Open the invitation"),
    # in a chat program
    "chat": ("เปิดด้วยเบราว์เซอร์ของเครื่อง", "Open it in your browser"),
    "chat_why": ("{name} ไม่ให้เข้าสู่ระบบจากหน้าต่างในแชต", "{name} does not let people sign in inside a chat program."),
    "chat_line": ("เปิดในเบราว์เซอร์", "Open in the browser"),
    "chat_how": (
        "กดเมนู ⋮ หรือ ⋯ มุมจอ แล้วเลือก “เปิดในเบราว์เซอร์”",
        "Press the menu ⋮ or ⋯ in the corner and choose “Open in browser”.",
    ),
    # on the way to a provider
    "leaving": ("กำลังไปที่ {name}", "On the way to {name}"),
    "leaving_press": ("ไปที่ {name}", "Go to {name}"),
    "no_provider": ("ระบบนี้ไม่มีทางเข้านี้", "There is no such way to sign in here."),
    "unreachable": (
        "ติดต่อ {name} ไม่ได้ ลองใหม่ หรือเข้าด้วยลิงก์คำเชิญ",
        "{name} does not answer. Try again, or come in by a link of invitation.",
    ),
    "denied": ("ยังไม่ได้เข้าสู่ระบบ ท่านยกเลิกที่ {name}", "You are not signed in: it was cancelled at {name}."),
    "not_believed": (
        "คำตอบจาก {name} ใช้ไม่ได้ ยังไม่ได้เข้าสู่ระบบ เริ่มใหม่จากหน้านี้ในเบราว์เซอร์เดิม",
        "What came back from {name} cannot be used, so you are not signed in. Start again in this same browser.",
    ),
    "again": ("ลองอีกครั้ง", "Try again"),
    # invitation
    "invite": ("คำเชิญ", "Invitation"),
    "invite_opening": ("กำลังเปิดคำเชิญ", "Opening the invitation"),
    "invite_paste": (
        "ถ้าหน้าถัดไปไม่ขึ้นเอง วางลิงก์ที่ได้รับไว้ที่นี่",
        "If the next page does not come by itself, paste your link here.",
    ),
    "offer": ("{inviter} เชิญท่าน", "{inviter} invites you"),
    "offer_person": ("{inviter} เชิญ {person}", "{inviter} invites {person}"),
    "offer_role": ("ในฐานะ", "As"),
    "offer_place": ("พื้นที่", "Place"),
    "offer_plan": ("แผน", "Plan"),
    "offer_for": ("เพื่อ", "For"),
    "offer_until": ("ใช้ได้ถึง", "Holds until"),
    "name": ("ชื่อที่คนรู้จักท่าน", "The name people know you by"),
    "name_how": (
        "จะอยู่ในประวัติของสิ่งที่ท่านบันทึก คนทำงานด้วยกันเห็น",
        "It stands in the history of what you record; people who work with you see it.",
    ),
    "pin": ("รหัส PIN 6 หลัก", "PIN of six digits"),
    "pin_how": ("ผู้ที่เชิญบอกท่านแยกจากลิงก์", "Who invited you tells it apart from the link."),
    "accept": ("รับคำเชิญ", "Accept"),
    "accept_with": ("รับคำเชิญและเข้าด้วย {name}", "Accept and sign in with {name}"),
    "accept_with_why": (
        "ครั้งหน้าเข้าสู่ระบบได้เอง แม้เปลี่ยนเครื่อง",
        "Next time you can sign in by yourself, on another device too.",
    ),
    "as_me": ("รับในชื่อ {name}", "Accept as {name}"),
    "as_new": ("เป็นคนอื่น", "I am somebody else"),
    "as_other": (
        "เบราว์เซอร์นี้เข้าใช้อยู่ในชื่อ {name} เมื่อรับคำเชิญจะเปลี่ยนเป็นคนใหม่",
        "This browser is signed in as {name}; when you accept, it will be the new person.",
    ),
    "not_me": ("ถ้าไม่ใช่ท่าน ปิดหน้านี้ ยังไม่มีอะไรถูกใช้", "If this is not for you, close the page: nothing has been used."),
    # key of the own machine
    "key": ("เปิดใช้เบราว์เซอร์นี้", "Let this browser record"),
    "key_opening": ("กำลังเปิดใช้", "One moment"),
    "key_how": (
        "เบราว์เซอร์ที่เปิดลิงก์นี้จะบันทึกได้ทุกอย่าง เหมือนนั่งหน้าเครื่องที่เปิดระบบ",
        "The browser that opens this link may record everything, as whoever sits at the machine.",
    ),
    "key_press": ("ใช้เบราว์เซอร์นี้", "Use this browser"),
    # devices and leaving
    "devices": ("เครื่องที่เข้าใช้อยู่", "Where you are signed in"),
    "this_one": ("เครื่องนี้", "this device"),
    "seen": ("ใช้ล่าสุด {moment}", "last used {moment}"),
    "by_own-machine": ("เครื่องที่เปิดระบบ", "the machine that runs the app"),
    "by_invitation": ("คำเชิญ", "invitation"),
    "end_one": ("ออกจากเครื่องนั้น", "Sign it out"),
    "end_others": ("ออกจากเครื่องอื่นทั้งหมด", "Sign all others out"),
    "devices_why": (
        "เครื่องหายหรือไม่รู้จัก ให้ออกจากเครื่องนั้น มันจะบันทึกอะไรไม่ได้อีกทันที",
        "If one is lost or strange to you, sign it out: at once it records nothing more.",
    ),
    "out": ("ออกจากระบบ", "Sign out"),
    "out_why": (
        "หลังออก เครื่องนี้อ่านได้อย่างเดียว ผู้ที่เข้าด้วยคำเชิญต้องขอลิงก์ใหม่เพื่อเข้าอีก",
        "Afterwards this device only reads. Who came by an invitation needs a new link to come in again.",
    ),
    "out_done": ("ออกจากระบบแล้ว", "You are signed out"),
    "out_owner": (
        "หลังออก เครื่องนี้อ่านได้อย่างเดียว เข้าใหม่ด้วยลิงก์จากคำสั่ง python3 run.py admin",
        "Afterwards this browser only reads. Come in again by the link that python3 run.py admin says.",
    ),
}

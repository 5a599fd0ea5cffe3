"""Reads what our fakes of networks tell, and what we send them, with the libraries that others made for those networks.

One JSON object a line comes in, one goes out: {"network": …, "what": "told", "body": …, "signature": …} is a webhook as the
library reads and verifies it; {"network": …, "what": "sent", "body": …} is a request of ours as the library has it. What a
library refuses comes back as {"error": …}. Needs aiogram, line-bot-sdk and pywa: scripts/venv.sh channels.
"""

import json
import logging
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

SECRETS = {"line": "channel_secret", "whatsapp": "app-secret"}


def file(known_as, name=None, size=None):
    """What a library says of a file; what it does not say is left out."""
    said = {"id": known_as, "name": name, "size": size}
    return {key: value for key, value in sorted(said.items()) if value is not None}


def telegram_told(body, _signature):
    from aiogram.types import Update

    update = Update.model_validate(json.loads(body))
    if update.my_chat_member:
        return [{"chat": str(update.my_chat_member.chat.id), "status": update.my_chat_member.new_chat_member.status}]
    message = update.message or update.edited_message
    answered = message.reply_to_message
    media = message.document or message.voice or message.video_note or message.video or message.audio
    if message.photo:
        media = max(message.photo, key=lambda photo: photo.width)
    return [
        {
            "file": file(media.file_id, getattr(media, "file_name", None), media.file_size) if media else None,
            "id": f"{message.chat.id}:{message.message_id}",
            "contact": str(message.chat.id),
            "name": message.from_user.full_name,
            "text": message.text,
            "answers": f"{message.chat.id}:{answered.message_id}" if answered else None,
        }
    ]


def telegram_sent(body):
    from aiogram.methods import SendMessage

    method = SendMessage.model_validate(json.loads(body))
    answered = method.reply_parameters
    return {"to": str(method.chat_id), "text": method.text, "answers": answered.message_id if answered else None}


def line_told(body, signature):
    from linebot.v3 import WebhookParser

    events = WebhookParser(SECRETS["line"]).parse(body, signature)
    read = []
    for event in events:
        item = {"type": event.type, "contact": getattr(event.source, "user_id", None)}
        if event.type == "message":
            item["id"] = event.message.id
            item["text"] = getattr(event.message, "text", None)
            item["token"] = event.reply_token
            if event.message.type in ("image", "video", "audio", "file"):
                item["file"] = file(
                    event.message.id, getattr(event.message, "file_name", None), getattr(event.message, "file_size", None)
                )
        if event.type == "unsend":
            item["id"] = event.unsend.message_id
        read.append(item)
    return read


def line_sent(body):
    from linebot.v3.messaging import PushMessageRequest, ReplyMessageRequest

    json_body = json.loads(body)
    request = (ReplyMessageRequest if "replyToken" in json_body else PushMessageRequest).from_dict(json_body)
    return {
        "to": getattr(request, "to", None) or getattr(request, "reply_token", None),
        "text": request.messages[0].text,
        "answers": None,
    }


def whatsapp_told(body, signature):
    from pywa import WhatsApp, utils

    assert utils.webhook_updates_validator(SECRETS["whatsapp"], body.encode(), signature), "the signature is wrong"
    client = WhatsApp(
        phone_id="1066", token="token", server=None, app_secret=SECRETS["whatsapp"], verify_token="word"
    )
    read = []

    @client.on_message
    def take(_, message):
        context = message.reply_to_message
        media = message.image or message.document or message.audio or message.video or message.sticker
        read.append(
            {
                "file": file(media.id, getattr(media, "filename", None)) if media else None,
                "id": message.id,
                "contact": message.from_user.wa_id,
                "name": message.from_user.name,
                "text": message.text,
                "answers": context.message_id if context else None,
            }
        )

    @client.on_message_status
    def note(_, status):
        read.append({"id": status.id, "status": str(status.status.value), "ours": status.tracker})

    client.webhook_update_handler(body.encode(), signature)
    return read


def whatsapp_sent(body):
    """What pywa itself hands over for the same words: it must be what we hand over."""
    import httpx
    from pywa import WhatsApp

    ours, theirs = json.loads(body), []

    def keep(request):
        theirs.append((request.url.path.split("/", 2)[2], json.loads(request.content)))
        return httpx.Response(200, json={
            "messaging_product": "whatsapp", "contacts": [{"input": "1", "wa_id": "1"}], "messages": [{"id": "wamid.9"}],
        })

    session = httpx.Client(transport=httpx.MockTransport(keep))
    client = WhatsApp(phone_id="1066", token="tok", session=session)
    to, tracker = ours.get("to") or ours["recipient"], ours["biz_opaque_callback_data"]
    if ours["type"] == "template":
        from pywa.types.templates import TemplateLanguage

        language = TemplateLanguage(ours["template"]["language"]["code"])
        client.send_template(to=to, name=ours["template"]["name"], language=language, params=[], tracker=tracker)
    else:
        client.send_message(
            to=to, text=ours["text"]["body"], preview_url=False, tracker=tracker,
            reply_to_message_id=ours.get("context", {}).get("message_id"),
        )
    path, sent = theirs[0]
    # Without parameters it says that there are none.
    if sent.get("template", {}).get("components") == []:
        del sent["template"]["components"]
    return {"path": path, "same": sent == ours, "body": json.dumps(sent)}


TOLD = {"telegram": telegram_told, "line": line_told, "whatsapp": whatsapp_told}
SENT = {"telegram": telegram_sent, "line": line_sent, "whatsapp": whatsapp_sent}


def answer(line):
    asked = json.loads(line)
    try:
        if asked["what"] == "told":
            return {"read": TOLD[asked["network"]](asked["body"], asked.get("signature"))}
        return {"read": SENT[asked["network"]](asked["body"])}
    except Exception as error:  # whatever a library says is the answer
        return {"error": f"{type(error).__name__}: {error}"[:300]}


for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)

"""Why bytes, or a look at them, are refused. What was recorded is never refused for being late or for not fitting."""

from backend.kernel.problems import Problem

PURPOSE_MISSING = Problem(
    "evidence.purpose_missing", 422, "未填写查看用途，不能播放或下载。", "Nothing is played or downloaded without a purpose.",
    "请填写查看用途，用途将记入访问日志。", "Say what it is for; the purpose goes into the access log.", rule="B-65",
)  # fmt: skip
MISMATCHED_IDS = Problem(
    "evidence.segment_differs", 409, "该分段已登记为不同的内容，原登记未改动。",
    "This segment was declared before with other content; what was recorded first is unchanged.",
    "请核对本机记录；原分段仍可上传。", "Compare with the device; the first segment can still be uploaded.", rule="B-62",
)  # fmt: skip
NOT_PLAYABLE_YET = Problem(
    "evidence.not_playable_yet", 404, "播放副本尚未生成。", "There is no playable copy yet.",
    "封存完成后会自动生成；也可以先请求生成已到部分。", "It is made when sealing is done; a copy of what has come can be asked for.",
)  # fmt: skip
NOT_SEALED_YET = Problem(
    "evidence.not_sealed_yet", 404, "该分段尚未封存。", "This segment is not sealed yet.",
    "请稍后再试。", "Try again later.",
)  # fmt: skip
VERSION = Problem(
    "evidence.tus_version", 412, "上传协议版本不受支持。", "This version of the upload protocol is not supported.",
    "请升级到最新版本后重试。", "Send Tus-Resumable: 1.0.0.",
)  # fmt: skip
METADATA = Problem(
    "evidence.upload_metadata", 400, "上传说明不完整或不正确：{name}。", "The upload's metadata are missing or wrong: {name}.",
    "请升级到最新版本后重试；文件仍在本机。",
    "Send Upload-Length and Upload-Metadata with media_id, segment, sha256 (hex) and mime; the file is still on the device.",
)  # fmt: skip
HEADER = Problem(
    "evidence.upload_header", 400, "上传请求头不正确：{name}。", "A header of the upload is missing or wrong: {name}.",
    "请升级到最新版本后重试；文件仍在本机。", "Correct it and send again; the file is still on the device.",
)  # fmt: skip
CONTENT_TYPE = Problem(
    "evidence.upload_content_type", 415, "上传内容类型不正确。", "The content type of a PATCH must be application/offset+octet-stream.",
    "请升级到最新版本后重试。", "Correct it and send again.",
)  # fmt: skip
MIME_REFUSED = Problem(
    "evidence.mime_refused", 415, "不接受此类文件：{mime}。", "Files of this kind are not taken: {mime}.",
    "可接受 WebM、MP4、M4A、JPEG、PNG、WebP、HEIC。", "WebM, MP4, M4A, JPEG, PNG, WebP and HEIC are.",
)  # fmt: skip
TOO_LARGE = Problem(
    "evidence.too_large", 413, "文件超过 {most} 字节的上限。", "The file is larger than {most} bytes.",
    "请分段录制后上传。", "Record it in segments.",
)  # fmt: skip
BEYOND_LENGTH = Problem(
    "evidence.beyond_length", 413, "内容超出已申报的 {length} 字节。", "There is more than the {length} bytes that were announced.",
    "请从服务器给出的位置继续。", "Go on from the server's offset.",
)  # fmt: skip
WRONG_OFFSET = Problem(
    "evidence.wrong_offset", 409, "上传位置不符，服务器已有 {held} 字节。", "Wrong offset: the server holds {held} bytes.",
    "将自动从服务器的位置继续。", "Go on from the server's offset.",
)  # fmt: skip
WRONG_CHECKSUM = Problem(
    "evidence.wrong_checksum", 460, "这一块内容校验不符，未保留。", "This chunk does not have its checksum and was not kept.",
    "将自动重传这一块。", "Send the chunk again.",
)  # fmt: skip
UPLOAD_LOCKED = Problem(
    "evidence.upload_locked", 423, "同一文件正在由另一请求上传。", "Another request is sending this upload now.",
    "将自动稍后重试。", "It will be tried again by itself.",
)  # fmt: skip
UPLOAD_GONE = Problem(
    "evidence.upload_gone", 410, "该上传已过期或已取消。", "This upload has expired or was cancelled.",
    "将自动重新上传；文件仍在本机。", "Begin a new upload; the file is still on the device.",
)  # fmt: skip
ALREADY_RECEIVED = Problem(
    "evidence.already_received", 409, "文件已全部送达，不能取消。", "The file has been received in full and cannot be cancelled.",
    "已送达的材料依法保存。", "What has been received is kept as the law asks.", rule="B-62",
)  # fmt: skip
STAGING_FULL = Problem(
    "evidence.storage_full", 507, "服务器存储空间不足，已收到的部分保留。", "The server's storage is full; what was received is kept.",
    "将自动稍后重试；请通知管理员。", "It will be tried again; tell the administrator.",
)  # fmt: skip

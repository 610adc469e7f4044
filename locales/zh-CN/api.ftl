# api
api-not-signed-in = 没有登录，或登录已经失效。请先取得令牌（POST /api/v1/session），放在 Authorization: Bearer 中。

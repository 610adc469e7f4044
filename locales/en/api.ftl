# api
api-not-signed-in = Not signed in, or the session has ended. Get a token (POST /api/v1/session) and send it as Authorization: Bearer.

# One image for every part: web, upload, stream, worker, gateway, or one `liangma` command.
# No image is built where this project is tested (no engine there). Each RUN line is a step of script/bootstrap, and
# script/bare runs the same steps on the same bare Debian, then starts everything and asks /readyz; script/part is what the
# units of script/install run.
FROM debian:bookworm-slim

WORKDIR /srv/liangma
COPY script script
RUN script/bootstrap packages

COPY pyproject.toml requirements.lock ./
COPY backend backend
COPY migrations migrations
COPY pwa pwa
RUN script/bootstrap python pwa

COPY . .
RUN useradd --system --home-dir /var/lib/liangma --create-home liangma
USER liangma
ENV DATA_DIR=/var/lib/liangma/data PORT=8080 ACCEL=1
VOLUME /var/lib/liangma
EXPOSE 8080
ENTRYPOINT ["script/part"]
CMD ["web"]

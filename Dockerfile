# syntax=docker/dockerfile:1
# tests/shipped replays these steps without a Docker daemon; `npm run shipped` runs that.
FROM node:22.22.2-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# With optional packages: the compiler is one, for each platform another.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY prepare.js buildPages.js tsconfig.json tsconfig.build.json README.md LICENSE CHANGELOG.md ./
COPY src src
COPY workers workers
COPY config config
COPY docs docs
# What the package holds is what the image holds: `files` in package.json is the one list.
RUN npm pack --silent && tar -xzf tocsin-*.tgz

FROM node:22.22.2-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without optional packages: a container has its database elsewhere, so the PostgreSQL binaries stay out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
# What only a compiler or a debugger reads: a third of all that the packages bring.
RUN find node_modules -type f \( -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.map' \) -delete

FROM node:22.22.2-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data CONFIG_DIR=/app/config HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /build/package ./
RUN mkdir /data && chown 1000:1000 /data
# The image's user `node`, by number: Kubernetes' runAsNonRoot asks for one. Only /data is written to.
USER 1000:1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["node", "/app/dist/src/main.js", "health"]
ENTRYPOINT ["node", "/app/dist/src/main.js"]
CMD ["serve"]

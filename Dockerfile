# One image for every service: the command says which, the API if none is given.
#
#   docker build -t contactsheet .
#   docker run ... contactsheet node --min-semi-space-size=4 services/worker/src/main.ts
#
# Node runs the TypeScript as it is, by stripping its types, which it refuses to do under node_modules: the packages of
# the workspace stay folders beside it.

FROM node:24.19.0-trixie-slim@sha256:ab3eebe934147fee049b5eb83c570f68c849a13c930bdfa482de99fcdfa3b3de AS node

# Everything that decides which dependencies there are, and nothing that changes more often.
FROM node AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name 'pnpm-*.yaml' -delete && find . -type d -empty -delete

FROM node AS pnpm
WORKDIR /app
ENV CI=true
COPY --from=manifests /app ./
RUN npm install --global "$(node -p 'require("./package.json").packageManager')"

FROM pnpm AS build
# The services that this image can run: a whole system on one machine, with a PostgreSQL of its own, is none, and workflows
# need Render's SDK. The emulator comes along for Docker Compose.
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --prod --frozen-lockfile --trust-lockfile \
      --filter @contactsheet/api... --filter @contactsheet/worker... --filter @contactsheet/emulator...
# Half of it is never read: source maps, types and sources, manuals, of Google's SDK all but its entry for the web, and of each
# font all but what faces.ts names.
COPY packages/compose/src/cmap.ts packages/compose/src/faces.ts packages/compose/src/font-files.ts packages/compose/src/
RUN node --input-type=module -e "\
      import { BUILT_IN_FACES } from './packages/compose/src/faces.ts'; \
      import { filesOf } from './packages/compose/src/font-files.ts'; \
      for (const file of BUILT_IN_FACES.flatMap(filesOf)) console.log(file.split('/node_modules/').at(-1))" > /tmp/used \
    && find node_modules '(' -path '*/@expo-google-fonts/*' -o -path '*/@fontsource-variable/*' ')' \
        '(' -name '*.ttf' -o -name '*.woff2' -o -name '*.png' -o -name '*.css' -o -name '*.scss' ')' \
      | grep --invert-match --fixed-strings --file /tmp/used | xargs rm \
    && find node_modules -type f '(' -name '*.map' -o -name '*.ts' -o -name '*.?ts' -o -name '*.md' ! -iname 'licen*' ')' -delete \
    && find node_modules -type f -path '*/@google/genai/dist/*' ! -path '*/dist/web/*' -delete
COPY . .

# The web page, as the files the API serves.
FROM pnpm AS gallery
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --prod --frozen-lockfile --trust-lockfile --filter @contactsheet/gallery...
COPY tsconfig.json ./
COPY packages/contract packages/contract
COPY packages/table packages/table
COPY services/gallery services/gallery
RUN pnpm --filter @contactsheet/gallery build

# Debian without what installs packages, keeps accounts and administers disks, and without Perl, which only that asks for:
# nothing of it is done where a service runs.
FROM debian:trixie-slim@sha256:d7e12182ce18b85b93007c1dedf31f2d29e01ccf3182cc4017c709b6259bc132 AS system
RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 node && install --directory --owner node /data \
    && dpkg --purge --force-depends --force-remove-essential --force-remove-protected \
        apt bsdutils debconf debian-archive-keyring libapt-pkg7.0 libhogweed6t64 libnettle8t64 libsqlite3-0 login login.defs \
        mount passwd perl-base sqv util-linux

# Node without npm, and without the names of its functions, which only a debugger for C++ reads.
FROM node AS program
RUN apt-get update && apt-get install --yes --no-install-recommends binutils && strip /usr/local/bin/node

# What was removed above would stay in the layers below.
FROM scratch
COPY --from=system / /
ENV PATH=/usr/local/bin:/usr/bin:/bin
COPY --from=program /usr/local/bin/node /usr/local/bin/
COPY --from=program /usr/local/LICENSE /usr/share/doc/nodejs/copyright
WORKDIR /app
COPY LICENSE THIRD_PARTY_NOTICES.md ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
COPY --from=build /app/services ./services
COPY --from=gallery /app/services/gallery/dist ./services/gallery/dist
# A port can only be published if the API listens on every address of the container; it asks for API_TOKENS then.
# glibc would keep freed memory in eight pools a core, which pictures leave full of holes.
ENV MALLOC_ARENA_MAX=2
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
USER node
EXPOSE 8080
# Process 1 ignores signals it has no handler for yet, as a service has none while it loads.
ENTRYPOINT ["tini", "--"]
# Room for what is young, in MB: collecting 1 MB again and again takes a tenth of the API's processor time.
CMD ["node", "--min-semi-space-size=4", "services/api/src/main.ts"]

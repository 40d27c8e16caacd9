// Generated from docs/openapi.json: run the test beside it with UPDATE_CLIENT=1 to write it anew.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Do the object store and the orchestrator, a queue or Render Workflows, answer, and take writes? */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measurements, for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a session
         * @description With it, GET works everywhere, and all else from pages of this API itself.
         */
        post: operations["openSession"];
        /** End the session */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Styles */
        get: operations["listStyles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a batch may ask for */
        get: operations["getLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a template
         * @description The template itself, as PUT takes it: to begin another one with.
         */
        get: operations["getTemplate"];
        /**
         * Keep a template
         * @description Batches that were accepted before keep what the name stood for then. One that overflows, has no text, or names a font or a logo that there is not is refused.
         */
        put: operations["putTemplate"];
        post?: never;
        /** Take a template away */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fonts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fonts */
        get: operations["listFonts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fonts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a font
         * @description TTF, OTF or WOFF2, of at most MAX_FONT_BYTES. It is written anew: what is kept is what was understood of it. Batches that were accepted before keep what the name stood for then.
         */
        put: operations["putFont"];
        post?: never;
        /** Take a font away */
        delete: operations["deleteFont"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Logos */
        get: operations["listLogos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logos/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a logo */
        get: operations["getLogo"];
        /**
         * Keep a logo
         * @description PNG or SVG, of at most MAX_LOGO_BYTES. It is drawn anew, as a PNG whose longest side is at most 1024 pixels. Batches that were accepted before keep what the name stood for then.
         */
        put: operations["putLogo"];
        post?: never;
        /** Take a logo away */
        delete: operations["deleteLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles/{name}/sample.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a style
         * @description The same subject in each: a built-in picture, where a model draws the real one.
         */
        get: operations["getStyleSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{name}/sample.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a template */
        get: operations["getTemplateSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fonts/{name}/sample.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a font */
        get: operations["getFontSample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a picture for models to go by
         * @description A PNG, JPEG or WebP that is not animated, of at most 20 MiB and 50 million pixels. The same bytes again are the same picture. Name it in `references` of a batch by its id; the batch keeps a copy of its own.
         */
        post: operations["createReference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/references/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an uploaded picture */
        get: operations["getReference"];
        put?: never;
        post?: never;
        /** Take an uploaded picture away */
        delete: operations["deleteReference"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{batchId}/references/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a picture that a batch goes by
         * @description The batch's own copy, whatever became of the upload.
         */
        get: operations["getBatchReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/preview.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview a look
         * @description A title on a built-in picture. A model draws the real one; the style is only hinted at.
         */
        get: operations["previewLook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a look on an original
         * @description What a leaf would look like in another look, of its kept original; or a built-in picture in a look. Nothing is kept, no provider is asked.
         */
        post: operations["previewLeaf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List batches, newest first
         * @description Where a filter is given, a page can hold fewer batches than asked for, even none, and still have a `nextCursor`: a call looks through so many and no more.
         */
        get: operations["listBatches"];
        put?: never;
        /**
         * Make a batch
         * @description Takes an object, or the same as a positional array of all seven parts; or a table of prompts, with the rest in the query or beside it in a form. Accepted is not finished: follow the batch at its address.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a batch */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Name a batch, and tag it
         * @description At any time, whatever the batch does. Of several who do this the last one has it. Other instances of the API show it within ten seconds.
         */
        patch: operations["labelBatch"];
        trace?: never;
    };
    "/batches/{id}/leaves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the leaves of a batch */
        get: operations["listLeaves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/leaves/{leafId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a leaf */
        get: operations["getLeaf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a leaf another title
         * @description Makes the pictures of this leaf alone anew, as `POST /batches/:id/recompose` does.
         */
        patch: operations["changeLeaf"];
        trace?: never;
    };
    "/batches/{id}/results.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A row of CSV for each leaf
         * @description Of an open batch too: as it stands. See docs/tables.md for the columns.
         */
        get: operations["downloadResultsAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/results.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A line of JSON for each leaf
         * @description Of an open batch too: as it stands. See docs/tables.md for the columns.
         */
        get: operations["downloadResultsAsJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what has not settled
         * @description From the answer on no leaf starts, and those that run are broken off. Finished images stay. May be repeated.
         */
        post: operations["cancelBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the failed leaves again
         * @description The others stay as they are.
         */
        post: operations["retryBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the canceled leaves
         * @description The others stay as they are. A leaf that was canceled with its original kept is made of that, at no cost.
         */
        post: operations["finishBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start nothing more of it for now
         * @description Within a second no leaf starts; those that run go on to their end, and so do those that are to be tried again and may have been charged before. It stays so, for weeks if need be, until the batch is resumed or canceled. May be repeated.
         */
        post: operations["pauseBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a paused batch
         * @description Runs the leaves that have not settled. Where everything had come to rest, it takes some seconds until they start.
         */
        post: operations["resumeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/picks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pick and reject leaves
         * @description Of an open batch too. The leaves that are named are marked one by one: after an error some may be, and the call can be repeated.
         */
        post: operations["pickLeaves"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/recompose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make its pictures anew
         * @description Makes new pictures of kept originals, with another look or other titles. No provider is asked, and nothing is paid. Leaves that failed at their provider stay as they are, and so do those whose images were deleted.
         */
        post: operations["recomposeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/leaves/{leafId}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a leaf again
         * @description Its provider is asked again, whatever the leaf has come to, for the same or with another prompt, title or model. What it cost before stays counted, and the batch is estimated at its price more. If it fails, the image before stays, as `earlier`.
         */
        post: operations["rerunLeaf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List presets */
        get: operations["listPresets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a preset
         * @description Takes the place of one of the same name. There can be 200, of 64 KiB each. What it names may go later: whoever sends it as part of a batch is told then.
         */
        put: operations["putPreset"];
        post?: never;
        /** Take a preset away */
        delete: operations["deletePreset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add prompts
         * @description Adds prompts to a settled batch, behind those that it has, in its look and in all of its columns and variations. What it has stays as it is, and is not paid again. They are made at once, whatever the speed of the batch, and the batch is estimated at their price more.
         */
        post: operations["addPrompts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What batches came to
         * @description Of the batches that have settled, by the day (UTC) on which they were accepted; those that were removed since are included. By token also how its budget stands.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a batch
         * @description Server-sent events: `progress` at once and on every change, `leaf` for each leaf that settles or has settled before, `settled` last.
         */
        get: operations["watchBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{batchId}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an image */
        get: operations["getImage"];
        put?: never;
        post?: never;
        /**
         * Delete an image
         * @description With its original. Its leaf stays as it settled and names no image any more, so that no retry pays for it again.
         */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outputs/{batchId}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show another output of an image */
        get: operations["getOutput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/leaves/{leafId}/original": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a leaf's original
         * @description The picture as its provider made it: whole, without title. A leaf that is made again has another one under the same address.
         */
        get: operations["getOriginal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the images of all batches
         * @description The newest batch first. A page can hold fewer images than asked for, even none, and still have a `nextCursor`.
         */
        get: operations["listImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the images of all batches
         * @description Those that `GET /images` lists with the same filter, by day.
         */
        get: operations["countImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete many images
         * @description All of them are in settled batches, or none is deleted.
         */
        post: operations["deleteImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/archive.zip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The images of a batch
         * @description Of a batch with several outputs, the pictures of each are in a folder of its name; the images of others are in none.
         */
        get: operations["downloadArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{id}/sheet.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contact sheet as one picture */
        get: operations["getContactSheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nudges/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an event of a provider
         * @description For the webhooks of OpenAI and Gemini, which tell of jobs of the economy lane: a nudge to look at them now. Needs no token: the event is signed after Standard Webhooks, with the secret that the provider has given (OPENAI_WEBHOOK_SECRET, GEMINI_WEBHOOK_SECRET).
         */
        post: operations["takeProviderEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "batch.settled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A batch has settled
         * @description Sent to the `webhook` of a batch when it settles, and again should it settle anew after a retry. Signed after Standard Webhooks (https://www.standardwebhooks.com), whose libraries check it.
         */
        post: operations["receiveBatchSettled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Accepted: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
            counts: components["schemas"]["Counts"];
            /** @description Sum of the known prices. */
            estimateUsd: number;
            /** @description The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more. */
            estimateMostUsd?: number;
            /** @description Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`). */
            reusable?: number;
            /** @description What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`. */
            reusableUsd?: number;
            /** @description What it would be estimated at with `speed` asap. Absent where no image is made by the economy lane. */
            asapUsd?: number;
            warnings: string[];
            /** @description Titles that have characters no font here draws, the first 1,000; absent where there are none. `warnings` tells of the first few. */
            titleWarnings?: {
                /** @description Its position among the prompts, from 0. */
                prompt: number;
                /** @description What is the matter with its title. */
                message: string;
            }[];
            /** @description Path of the batch. */
            url: string;
        };
        BatchPage: {
            batches: {
                id: string;
                /** @enum {string} */
                state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
                /** Format: date-time */
                createdAt: string;
                /** @description What it is called. Absent where it has no name. */
                name?: string;
                /** @description What it can be found by. Absent where there are none. */
                tags?: string[];
                counts: components["schemas"]["Counts"];
                madeBy?: string;
                /** @description The first few, to know the batch by. */
                prompts: string[];
                promptCount: number;
                modelCount: number;
                /** @description What it came to. Null where that cannot be told; absent while the batch is open. */
                costUsd?: number | null;
                /** @description Why this batch cannot be read: a document of it in the store is damaged, or of another release. Its counts are then those of the records there are, its `state` is `failed`, and there are no prompts. */
                damaged?: string;
            }[];
            /** @description As `cursor`, asks for the page after this one; absent on the last. */
            nextCursor?: string;
        };
        Batch: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
            /** Format: date-time */
            createdAt: string;
            /** @description What it is called. Absent where it has no name. */
            name?: string;
            /** @description What it can be found by. Absent where there are none. */
            tags?: string[];
            counts: components["schemas"]["Counts"];
            /** Format: date-time */
            settledAt?: string;
            /**
             * @description Images of it are made by the batch APIs of providers, at half the price, as far as its models are. Absent: all at once.
             * @constant
             */
            speed?: "economy";
            /**
             * Format: date-time
             * @description By when all images are to be there: what these have not made in time is made at once. Absent: none.
             */
            deadline?: string;
            /** @description What providers' batch APIs have of it now. Absent where it has settled, and without `speed`. */
            economy?: {
                /** @description Images that they have now. They count as running. */
                submitted: number;
                /** @description How many of these they say they are done with: they come when the whole job is. */
                done: number;
                /**
                 * Format: date-time
                 * @description When the first of these was submitted. Absent where there is none.
                 */
                since?: string;
                /**
                 * Format: date-time
                 * @description By when they mean to be done with all of these. Absent where there are none.
                 */
                expectedBy?: string;
                /** @description Jobs that these are in. */
                jobs: number;
                /** @description Images that are made at once in their place, for the sake of the deadline. */
                hurried: number;
            };
            /** @enum {string} */
            style: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
            template: string;
            font: string;
            outputs?: {
                name: string;
                width?: number;
                height?: number;
                /** @enum {string} */
                format: "jpeg" | "webp" | "avif" | "png";
                quality?: number;
                /** @enum {string} */
                crop: "center" | "attention" | "entropy";
            }[];
            /** @constant */
            title?: false;
            /** @constant */
            titleSize?: "series";
            /** @enum {string} */
            theme?: "dark" | "light";
            language?: string;
            kicker?: string;
            subtitle?: string;
            byline?: string;
            logo?: string;
            /** @description How often its pictures were made, the last time included. Absent while that is once. */
            version?: number;
            /** @description Every time its pictures were to be made anew: what it was accepted as is number 1. Absent with `version`. */
            versions?: {
                number: number;
                /** Format: date-time */
                createdAt: string;
                /** @description How many were to be made anew. */
                leaves: number;
                /** @description Whether the images before were to stay. */
                keep: boolean;
                /**
                 * @description Whether a provider was to make them, or make them again. Absent: pictures alone, of their originals.
                 * @constant
                 */
                anew?: true;
                /**
                 * @description Whether they are of prompts that were added. Absent: of those that were there.
                 * @constant
                 */
                added?: true;
            }[];
            /** @description Name of the token that it was accepted of. Absent where that has none. */
            madeBy?: string;
            /** @description With their variables filled in. */
            prompts: string[];
            /** @description What each prompt has of its own. Absent where none has anything. */
            items?: {
                title?: string;
                language?: string;
                kicker?: string;
                subtitle?: string;
                byline?: string;
                variables?: {
                    [key: string]: string;
                };
                /** @description Ids of the pictures that its models are given, in their order: those of all prompts first. */
                references?: string[];
            }[];
            /** @description As the request said. Absent where that is nothing. */
            context?: string;
            /** @description As the request said. Absent where that is nothing. */
            extraPrompt?: string;
            /** @description The columns. One model is there as often as its options differ; `label` then says in what. */
            models: {
                id: string;
                label: string;
                /** @enum {string} */
                provider: "openai" | "google";
                /** @description What the request said of it beside its id, as in `quality`. Absent where that is nothing. */
                options?: {
                    [key: string]: string;
                };
                /**
                 * @description Its images are made by the batch API of its provider, at half of these prices. Absent: at once.
                 * @constant
                 */
                speed?: "economy";
                /** @description Of one picture, as it was when the batch was accepted. */
                price?: {
                    usd: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
                /** @description In USD for a million tokens, as they were when the batch was accepted. */
                tokenPrices?: {
                    textIn: number;
                    imageIn: number;
                    textOut: number;
                    imageOut: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
            }[];
            /** @description Models that images are made with, in this order, where their column cannot. Absent where there are none. */
            fallback?: {
                id: string;
                label: string;
                /** @enum {string} */
                provider: "openai" | "google";
                /** @description What the request said of it beside its id, as in `quality`. Absent where that is nothing. */
                options?: {
                    [key: string]: string;
                };
                /**
                 * @description Its images are made by the batch API of its provider, at half of these prices. Absent: at once.
                 * @constant
                 */
                speed?: "economy";
                /** @description Of one picture, as it was when the batch was accepted. */
                price?: {
                    usd: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
                /** @description In USD for a million tokens, as they were when the batch was accepted. */
                tokenPrices?: {
                    textIn: number;
                    imageIn: number;
                    textOut: number;
                    imageOut: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
            }[];
            /** @description Failures after which that is done, charged or not. Absent: `rejected`, `quota` and `rate_limited`, where nothing can have been charged. */
            fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
            /** @description How many images are made of each prompt by each model. Absent where that is one. */
            variations?: number;
            /** @description What of all that it could make it makes. Absent where that is all. */
            sample?: {
                images: number;
                /** @description Positions of the prompts that some image is of, ascending. */
                prompts: number[];
            };
            timings: components["schemas"]["Timings"];
            cost: {
                /** @description Sum of the known prices. */
                estimateUsd: number;
                /** @description The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more. */
                estimateMostUsd?: number;
                /** @description Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`). */
                reusable?: number;
                /** @description What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`. */
                reusableUsd?: number;
                /** @description What has been spent where a price is known. While the batch is open, a succeeded leaf that has not been read counts as the last one of its column that has. */
                actualUsd: number;
                /** @description How much of that is by list prices: answers told no tokens, or their price is not known. Absent where it is nothing. */
                listUsd?: number;
                /** @description What may have been charged beside that, for calls that brought no picture; absent where that is nothing. */
                atRiskUsd?: number;
            };
            /**
             * @description Whether it takes pictures of other batches for the same requests, and they its own. Absent: no.
             * @constant
             */
            reuse?: "always";
            /** @description Most it may be estimated at, as the request said. */
            maxCostUsd?: number;
            /** @description How many of its leaves were picked. Absent where nobody picked. */
            picks?: {
                picked: number;
                rejected: number;
            };
            /** @description Id of the batch that it goes back to, as its request said; that may be gone. */
            from?: string;
            /** @description Origin of the address that is told when the batch settles; the rest of it may be a secret. */
            webhook?: string;
            warnings: string[];
            /** @description True if any picture came from the emulator. */
            simulated: boolean;
            leaves: components["schemas"]["Leaf"][];
            /** @description As `cursor`, asks for the page after this one; absent on the last. */
            nextCursor?: string;
        };
        BatchEvent: components["schemas"]["ProgressEvent"] | components["schemas"]["LeafEvent"] | components["schemas"]["SettledEvent"];
        BatchSettled: {
            /** @constant */
            type: "batch.settled";
            /**
             * Format: date-time
             * @description When the batch settled.
             */
            timestamp: string;
            data: {
                id: string;
                /** @enum {string} */
                state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
                counts: components["schemas"]["Counts"];
                /** @description The batch at the API: its whole address where PUBLIC_URL is set, else the path behind it. */
                url: string;
            };
        };
        Counts: {
            total: number;
            queued: number;
            running: number;
            succeeded: number;
            failed: number;
            canceled: number;
        };
        Estimate: {
            images: number;
            /** @description Ids of the models it would run on. */
            models: string[];
            /** @description Sum of the known prices. */
            estimateUsd: number;
            /** @description The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more. */
            estimateMostUsd?: number;
            /** @description Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`). */
            reusable?: number;
            /** @description What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`. */
            reusableUsd?: number;
            /** @description What it would be estimated at with `speed` asap. Absent where no image is made by the economy lane. */
            asapUsd?: number;
            /** @description What it would be estimated at with `speed` economy. Absent where it has that, and where the economy lane makes none of its models. */
            economyUsd?: number;
            warnings: string[];
            /** @description Titles that have characters no font here draws, the first 1,000; absent where there are none. `warnings` tells of the first few. */
            titleWarnings?: {
                /** @description Its position among the prompts, from 0. */
                prompt: number;
                /** @description What is the matter with its title. */
                message: string;
            }[];
        };
        ImagePage: {
            images: {
                leafId: string;
                /** @enum {string} */
                state: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /**
                 * @description Of a leaf that runs: it is with the batch API of its provider (`speed` economy). Absent: it is made, or its picture is.
                 * @constant
                 */
                phase?: "submitted";
                /**
                 * Format: date-time
                 * @description When that was asked. Absent without `phase`.
                 */
                submittedAt?: string;
                /**
                 * Format: date-time
                 * @description By when that means to be done. Absent without `phase`, and where it does not say.
                 */
                expectedBy?: string;
                promptIndex: number;
                modelIndex: number;
                title: string;
                /** @description That of its column; of one that fell back to another, what made it or was asked last. */
                model: string;
                /** @enum {string} */
                provider: "openai" | "google";
                /** @description Models that were asked before `model`, in their order, and why each did not make it, where that is known. Absent where there are none. */
                fallbackFrom?: {
                    model: string;
                    error?: components["schemas"]["LeafFailure"];
                }[];
                /** @description Which of the pictures of this prompt and model, from 0. Absent where there is one. */
                variation?: number;
                /** @description Attempts made, the settling one included. */
                attempts?: number;
                /** @description From acceptance of the batch, or from when the leaf was asked for again, to the start of the first attempt. */
                queuedMs?: number;
                /**
                 * Format: date-time
                 * @description Start of the first attempt.
                 */
                startedAt?: string;
                /** @description From the start of the first attempt to the end of the last, waits between them included. */
                durationMs?: number;
                /** @description Milliseconds in each step of the settling attempt, by the step's name. */
                steps?: {
                    [key: string]: number;
                };
                /** @description The last few tries before the settling one, those that used up no attempt included: how each failed, and from when to when it ran, since the start of the first attempt. Between them it waited. Absent where there were none, or that is not known. */
                retries?: {
                    /** @enum {string} */
                    kind: "rejected" | "invalid" | "auth" | "quota" | "rate_limited" | "unavailable" | "timeout" | "bad_image" | "storage" | "canceled" | "internal";
                    startedMs: number;
                    endedMs: number;
                }[];
                /** @description Null where no price is known. */
                costUsd?: number | null;
                /**
                 * @description What that is worked out by: the tokens that the answer told, or the price of a picture in the catalog; `both` of a leaf that was made again. Absent where no picture cost anything.
                 * @enum {string}
                 */
                costBy?: "usage" | "list" | "both";
                /** @description What the provider may have charged beside that, for calls that brought no picture: it answered without one, the call was broken off, or no answer came in time. Null where no price is known; absent where there was no such call. */
                atRiskUsd?: number | null;
                /** @description True if the picture came from the emulator. */
                simulated?: boolean;
                /**
                 * @description Made by the batch API of its provider, at half the price; its times begin when that was asked. Absent: by a call of its own.
                 * @constant
                 */
                speed?: "economy";
                /** @description The leaf of another batch, which may be gone by now, whose original it took for the same request, at no cost. Absent of one that was made. */
                reused?: {
                    batchId: string;
                    leafId: string;
                };
                /** @description Where the finished picture is: absolute, or a path of the API. Absent once it was deleted. */
                imageUrl?: string;
                /** @description Where the image is as a WebP of 640 pixels width. Absent where there is none. */
                smallUrl?: string;
                /** @description Its pictures of the other outputs of its batch; the first output is the image. Absent where there are none. */
                outputs?: {
                    name: string;
                    /** @enum {string} */
                    format: "jpeg" | "webp" | "avif" | "png";
                    width: number;
                    height: number;
                    bytes: number;
                    /** @description Where it is, as `imageUrl`. */
                    url: string;
                }[];
                /** @description Images of earlier versions that were to be kept, the oldest first; of a leaf whose new one failed, that before too. Absent where there are none. */
                earlier?: {
                    /** @description Where it is, as `imageUrl`. */
                    imageUrl: string;
                }[];
                /** @description What whoever looks at the image should know about it. */
                warnings?: string[];
                error?: components["schemas"]["LeafFailure"];
                /**
                 * @description What somebody who looked at it said of it. Absent where nobody said anything, and in events.
                 * @enum {string}
                 */
                pick?: "picked" | "rejected";
                batchId: string;
                /** @enum {string} */
                style: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                /**
                 * Format: date-time
                 * @description When the batch was accepted.
                 */
                createdAt: string;
            }[];
            /** @description As `cursor`, asks for the page after this one; absent on the last. A page can hold fewer images than asked for, even none, and have one: a call looks through so many batches and no more. */
            nextCursor?: string;
        };
        LeafEvent: {
            /** @constant */
            event: "leaf";
            data: components["schemas"]["Leaf"];
        };
        LeafFailure: {
            /** @enum {string} */
            kind: "rejected" | "invalid" | "auth" | "quota" | "rate_limited" | "unavailable" | "timeout" | "bad_image" | "storage" | "canceled" | "internal";
            message: string;
            status?: number;
        };
        LeafPage: {
            leaves: components["schemas"]["Leaf"][];
            /** @description As `cursor`, asks for the page after this one; absent on the last. */
            nextCursor?: string;
        };
        Leaf: {
            leafId: string;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed" | "canceled";
            /**
             * @description Of a leaf that runs: it is with the batch API of its provider (`speed` economy). Absent: it is made, or its picture is.
             * @constant
             */
            phase?: "submitted";
            /**
             * Format: date-time
             * @description When that was asked. Absent without `phase`.
             */
            submittedAt?: string;
            /**
             * Format: date-time
             * @description By when that means to be done. Absent without `phase`, and where it does not say.
             */
            expectedBy?: string;
            promptIndex: number;
            modelIndex: number;
            title: string;
            /** @description That of its column; of one that fell back to another, what made it or was asked last. */
            model: string;
            /** @enum {string} */
            provider: "openai" | "google";
            /** @description Models that were asked before `model`, in their order, and why each did not make it, where that is known. Absent where there are none. */
            fallbackFrom?: {
                model: string;
                error?: components["schemas"]["LeafFailure"];
            }[];
            /** @description Which of the pictures of this prompt and model, from 0. Absent where there is one. */
            variation?: number;
            /** @description Attempts made, the settling one included. */
            attempts?: number;
            /** @description From acceptance of the batch, or from when the leaf was asked for again, to the start of the first attempt. */
            queuedMs?: number;
            /**
             * Format: date-time
             * @description Start of the first attempt.
             */
            startedAt?: string;
            /** @description From the start of the first attempt to the end of the last, waits between them included. */
            durationMs?: number;
            /** @description Milliseconds in each step of the settling attempt, by the step's name. */
            steps?: {
                [key: string]: number;
            };
            /** @description The last few tries before the settling one, those that used up no attempt included: how each failed, and from when to when it ran, since the start of the first attempt. Between them it waited. Absent where there were none, or that is not known. */
            retries?: {
                /** @enum {string} */
                kind: "rejected" | "invalid" | "auth" | "quota" | "rate_limited" | "unavailable" | "timeout" | "bad_image" | "storage" | "canceled" | "internal";
                startedMs: number;
                endedMs: number;
            }[];
            /** @description Null where no price is known. */
            costUsd?: number | null;
            /**
             * @description What that is worked out by: the tokens that the answer told, or the price of a picture in the catalog; `both` of a leaf that was made again. Absent where no picture cost anything.
             * @enum {string}
             */
            costBy?: "usage" | "list" | "both";
            /** @description What the provider may have charged beside that, for calls that brought no picture: it answered without one, the call was broken off, or no answer came in time. Null where no price is known; absent where there was no such call. */
            atRiskUsd?: number | null;
            /** @description True if the picture came from the emulator. */
            simulated?: boolean;
            /**
             * @description Made by the batch API of its provider, at half the price; its times begin when that was asked. Absent: by a call of its own.
             * @constant
             */
            speed?: "economy";
            /** @description The leaf of another batch, which may be gone by now, whose original it took for the same request, at no cost. Absent of one that was made. */
            reused?: {
                batchId: string;
                leafId: string;
            };
            /** @description Where the finished picture is: absolute, or a path of the API. Absent once it was deleted. */
            imageUrl?: string;
            /** @description Where the image is as a WebP of 640 pixels width. Absent where there is none. */
            smallUrl?: string;
            /** @description Its pictures of the other outputs of its batch; the first output is the image. Absent where there are none. */
            outputs?: {
                name: string;
                /** @enum {string} */
                format: "jpeg" | "webp" | "avif" | "png";
                width: number;
                height: number;
                bytes: number;
                /** @description Where it is, as `imageUrl`. */
                url: string;
            }[];
            /** @description Images of earlier versions that were to be kept, the oldest first; of a leaf whose new one failed, that before too. Absent where there are none. */
            earlier?: {
                /** @description Where it is, as `imageUrl`. */
                imageUrl: string;
            }[];
            /** @description What whoever looks at the image should know about it. */
            warnings?: string[];
            error?: components["schemas"]["LeafFailure"];
            /**
             * @description What somebody who looked at it said of it. Absent where nobody said anything, and in events.
             * @enum {string}
             */
            pick?: "picked" | "rejected";
        };
        Model: {
            /** @constant */
            provider: "openai";
            id: string;
            label: string;
            price?: {
                usd: number;
                source: string;
                /** Format: date */
                date: string;
            };
            /** @description What its tokens cost, in USD for a million. Absent: no such prices are known. */
            tokenPrices?: {
                textIn: number;
                imageIn: number;
                textOut: number;
                imageOut: number;
                source: string;
                /** Format: date */
                date: string;
            };
            /** Format: date */
            shutdown?: string;
            replacedBy?: string;
            /** @description What it takes of pictures beside the prompt. Absent: none. */
            references?: {
                /** @description How many with one prompt. */
                most: number;
                /** @description Bytes that those of one prompt may have together. Absent: as much as one batch may have. */
                totalBytes?: number;
            };
            /**
             * @description Whether the provider's batch API makes its pictures, at half the price. Absent: no.
             * @constant
             */
            economy?: true;
            size: string;
            /** @enum {string} */
            quality: "low" | "medium" | "high" | "xhigh" | "max";
            /** @enum {string} */
            complexity?: "low" | "medium" | "high";
            /**
             * @description Whose shapes it can be asked for, to suit the outputs of a batch. Absent: it is asked for the one that is listed alone.
             * @enum {string}
             */
            shapes?: "gpt-image-2" | "gpt-image-1";
            /** @description What a batch may ask for, by option, beside what is listed. Absent: nothing else. */
            choices?: {
                quality?: ("low" | "medium" | "high" | "xhigh" | "max")[];
                complexity?: ("low" | "medium" | "high")[];
            };
            /** @description Prices of other options than those listed, which `price` is of. */
            prices?: {
                for: {
                    size?: string;
                    /** @enum {string} */
                    quality?: "low" | "medium" | "high" | "xhigh" | "max";
                    /** @enum {string} */
                    complexity?: "low" | "medium" | "high";
                };
                usd: number;
                source: string;
                /** Format: date */
                date: string;
            }[];
            /** @description False if no worker that runs can ask its provider; true also while that is not known. */
            available: boolean;
            /** @description Why it is not available, and what to set. */
            unavailableReason?: string;
        } | {
            /** @constant */
            provider: "google";
            id: string;
            label: string;
            price?: {
                usd: number;
                source: string;
                /** Format: date */
                date: string;
            };
            /** @description What its tokens cost, in USD for a million. Absent: no such prices are known. */
            tokenPrices?: {
                textIn: number;
                imageIn: number;
                textOut: number;
                imageOut: number;
                source: string;
                /** Format: date */
                date: string;
            };
            /** Format: date */
            shutdown?: string;
            replacedBy?: string;
            /** @description What it takes of pictures beside the prompt. Absent: none. */
            references?: {
                /** @description How many with one prompt. */
                most: number;
                /** @description Bytes that those of one prompt may have together. Absent: as much as one batch may have. */
                totalBytes?: number;
            };
            /**
             * @description Whether the provider's batch API makes its pictures, at half the price. Absent: no.
             * @constant
             */
            economy?: true;
            aspectRatio: string;
            /** @enum {string} */
            imageSize: "1K" | "2K" | "4K";
            /**
             * @description Whose shapes it can be asked for, to suit the outputs of a batch. Absent: it is asked for the one that is listed alone.
             * @enum {string}
             */
            shapes?: "gemini-3";
            /** @description What a batch may ask for, by option, beside what is listed. Absent: nothing else. */
            choices?: {
                imageSize?: ("1K" | "2K" | "4K")[];
            };
            /** @description Prices of other options than those listed, which `price` is of. */
            prices?: {
                for: {
                    aspectRatio?: string;
                    /** @enum {string} */
                    imageSize?: "1K" | "2K" | "4K";
                };
                usd: number;
                source: string;
                /** Format: date */
                date: string;
            }[];
            /** @description False if no worker that runs can ask its provider; true also while that is not known. */
            available: boolean;
            /** @description Why it is not available, and what to set. */
            unavailableReason?: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description Id of the request, to find it in the log. */
            instance?: string;
            errors?: {
                /** @description Path of the field, as in `prompts[2]`; `(body)` for the whole. */
                field: string;
                /** @description Line of the table that was sent, from 1. */
                line?: number;
                /** @description Column of that table: its name, or its number from 1 where that says more. */
                column?: string;
                message: string;
            }[];
            /** @description What is left of the budget of the token (402). */
            leftUsd?: number;
            /** @description What was asked of it (402). */
            askedUsd?: number;
            /**
             * Format: date-time
             * @description When the budget that was too small renews (402). Absent where waiting does not help.
             */
            renewsAt?: string;
        };
        Progress: {
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
            counts: components["schemas"]["Counts"];
            /** @description What providers' batch APIs have of it now. Absent where it has settled, and without `speed`. */
            economy?: {
                /** @description Images that they have now. They count as running. */
                submitted: number;
                /** @description How many of these they say they are done with: they come when the whole job is. */
                done: number;
                /**
                 * Format: date-time
                 * @description When the first of these was submitted. Absent where there is none.
                 */
                since?: string;
                /**
                 * Format: date-time
                 * @description By when they mean to be done with all of these. Absent where there are none.
                 */
                expectedBy?: string;
                /** @description Jobs that these are in. */
                jobs: number;
                /** @description Images that are made at once in their place, for the sake of the deadline. */
                hurried: number;
            };
            timings: components["schemas"]["Timings"];
            cost: {
                /** @description Sum of the known prices. */
                estimateUsd: number;
                /** @description The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more. */
                estimateMostUsd?: number;
                /** @description Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`). */
                reusable?: number;
                /** @description What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`. */
                reusableUsd?: number;
                /** @description What has been spent where a price is known. While the batch is open, a succeeded leaf that has not been read counts as the last one of its column that has. */
                actualUsd: number;
                /** @description How much of that is by list prices: answers told no tokens, or their price is not known. Absent where it is nothing. */
                listUsd?: number;
                /** @description What may have been charged beside that, for calls that brought no picture; absent where that is nothing. */
                atRiskUsd?: number;
            };
            /** @description True if any picture came from the emulator. */
            simulated: boolean;
        };
        ProgressEvent: {
            /** @constant */
            event: "progress";
            /** @description Says which leaves have been told of; absent from the first, and where it would be too long. */
            id?: string;
            data: components["schemas"]["Progress"];
        };
        RecomposedBatch: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
            /** Format: date-time */
            createdAt: string;
            /** @description What it is called. Absent where it has no name. */
            name?: string;
            /** @description What it can be found by. Absent where there are none. */
            tags?: string[];
            counts: components["schemas"]["Counts"];
            /** Format: date-time */
            settledAt?: string;
            /**
             * @description Images of it are made by the batch APIs of providers, at half the price, as far as its models are. Absent: all at once.
             * @constant
             */
            speed?: "economy";
            /**
             * Format: date-time
             * @description By when all images are to be there: what these have not made in time is made at once. Absent: none.
             */
            deadline?: string;
            /** @description What providers' batch APIs have of it now. Absent where it has settled, and without `speed`. */
            economy?: {
                /** @description Images that they have now. They count as running. */
                submitted: number;
                /** @description How many of these they say they are done with: they come when the whole job is. */
                done: number;
                /**
                 * Format: date-time
                 * @description When the first of these was submitted. Absent where there is none.
                 */
                since?: string;
                /**
                 * Format: date-time
                 * @description By when they mean to be done with all of these. Absent where there are none.
                 */
                expectedBy?: string;
                /** @description Jobs that these are in. */
                jobs: number;
                /** @description Images that are made at once in their place, for the sake of the deadline. */
                hurried: number;
            };
            /** @enum {string} */
            style: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
            template: string;
            font: string;
            outputs?: {
                name: string;
                width?: number;
                height?: number;
                /** @enum {string} */
                format: "jpeg" | "webp" | "avif" | "png";
                quality?: number;
                /** @enum {string} */
                crop: "center" | "attention" | "entropy";
            }[];
            /** @constant */
            title?: false;
            /** @constant */
            titleSize?: "series";
            /** @enum {string} */
            theme?: "dark" | "light";
            language?: string;
            kicker?: string;
            subtitle?: string;
            byline?: string;
            logo?: string;
            /** @description How often its pictures were made, the last time included. Absent while that is once. */
            version?: number;
            /** @description Every time its pictures were to be made anew: what it was accepted as is number 1. Absent with `version`. */
            versions?: {
                number: number;
                /** Format: date-time */
                createdAt: string;
                /** @description How many were to be made anew. */
                leaves: number;
                /** @description Whether the images before were to stay. */
                keep: boolean;
                /**
                 * @description Whether a provider was to make them, or make them again. Absent: pictures alone, of their originals.
                 * @constant
                 */
                anew?: true;
                /**
                 * @description Whether they are of prompts that were added. Absent: of those that were there.
                 * @constant
                 */
                added?: true;
            }[];
            /** @description Name of the token that it was accepted of. Absent where that has none. */
            madeBy?: string;
            /** @description With their variables filled in. */
            prompts: string[];
            /** @description What each prompt has of its own. Absent where none has anything. */
            items?: {
                title?: string;
                language?: string;
                kicker?: string;
                subtitle?: string;
                byline?: string;
                variables?: {
                    [key: string]: string;
                };
                /** @description Ids of the pictures that its models are given, in their order: those of all prompts first. */
                references?: string[];
            }[];
            /** @description As the request said. Absent where that is nothing. */
            context?: string;
            /** @description As the request said. Absent where that is nothing. */
            extraPrompt?: string;
            /** @description The columns. One model is there as often as its options differ; `label` then says in what. */
            models: {
                id: string;
                label: string;
                /** @enum {string} */
                provider: "openai" | "google";
                /** @description What the request said of it beside its id, as in `quality`. Absent where that is nothing. */
                options?: {
                    [key: string]: string;
                };
                /**
                 * @description Its images are made by the batch API of its provider, at half of these prices. Absent: at once.
                 * @constant
                 */
                speed?: "economy";
                /** @description Of one picture, as it was when the batch was accepted. */
                price?: {
                    usd: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
                /** @description In USD for a million tokens, as they were when the batch was accepted. */
                tokenPrices?: {
                    textIn: number;
                    imageIn: number;
                    textOut: number;
                    imageOut: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
            }[];
            /** @description Models that images are made with, in this order, where their column cannot. Absent where there are none. */
            fallback?: {
                id: string;
                label: string;
                /** @enum {string} */
                provider: "openai" | "google";
                /** @description What the request said of it beside its id, as in `quality`. Absent where that is nothing. */
                options?: {
                    [key: string]: string;
                };
                /**
                 * @description Its images are made by the batch API of its provider, at half of these prices. Absent: at once.
                 * @constant
                 */
                speed?: "economy";
                /** @description Of one picture, as it was when the batch was accepted. */
                price?: {
                    usd: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
                /** @description In USD for a million tokens, as they were when the batch was accepted. */
                tokenPrices?: {
                    textIn: number;
                    imageIn: number;
                    textOut: number;
                    imageOut: number;
                    source: string;
                    /** Format: date */
                    date: string;
                };
            }[];
            /** @description Failures after which that is done, charged or not. Absent: `rejected`, `quota` and `rate_limited`, where nothing can have been charged. */
            fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
            /** @description How many images are made of each prompt by each model. Absent where that is one. */
            variations?: number;
            /** @description What of all that it could make it makes. Absent where that is all. */
            sample?: {
                images: number;
                /** @description Positions of the prompts that some image is of, ascending. */
                prompts: number[];
            };
            timings: components["schemas"]["Timings"];
            cost: {
                /** @description Sum of the known prices. */
                estimateUsd: number;
                /** @description The same with each image made by the dearest of the models it may fall back to, and with a deadline at once, as far as `maxCostUsd` allows: what limits and budgets go by. Absent where that is no more. */
                estimateMostUsd?: number;
                /** @description Images whose request was answered before, which this batch takes: of all in a dry run, else of the first 200 at most. Absent where it reuses nothing of other batches (`reuse`). */
                reusable?: number;
                /** @description What these cost by their prices, and will not: part of `estimateUsd`, by which limits and budgets go. Pictures of the emulator count nothing. Absent with `reusable`. */
                reusableUsd?: number;
                /** @description What has been spent where a price is known. While the batch is open, a succeeded leaf that has not been read counts as the last one of its column that has. */
                actualUsd: number;
                /** @description How much of that is by list prices: answers told no tokens, or their price is not known. Absent where it is nothing. */
                listUsd?: number;
                /** @description What may have been charged beside that, for calls that brought no picture; absent where that is nothing. */
                atRiskUsd?: number;
            };
            /**
             * @description Whether it takes pictures of other batches for the same requests, and they its own. Absent: no.
             * @constant
             */
            reuse?: "always";
            /** @description Most it may be estimated at, as the request said. */
            maxCostUsd?: number;
            /** @description How many of its leaves were picked. Absent where nobody picked. */
            picks?: {
                picked: number;
                rejected: number;
            };
            /** @description Id of the batch that it goes back to, as its request said; that may be gone. */
            from?: string;
            /** @description Origin of the address that is told when the batch settles; the rest of it may be a secret. */
            webhook?: string;
            warnings: string[];
            /** @description True if any picture came from the emulator. */
            simulated: boolean;
            leaves: components["schemas"]["Leaf"][];
            /** @description As `cursor`, asks for the page after this one; absent on the last. */
            nextCursor?: string;
            /** @description Titles that have characters no font here draws, the first 1,000; absent where there are none. `warnings` tells of the first few. */
            titleWarnings?: {
                /** @description Its position among the prompts, from 0. */
                prompt: number;
                /** @description What is the matter with its title. */
                message: string;
            }[];
        };
        SettledEvent: {
            /** @constant */
            event: "settled";
            /** @description Whoever comes back with it has heard everything, and is answered 204. */
            id: string;
            data: components["schemas"]["Progress"];
        };
        Timings: {
            /** @description From acceptance to the last settled leaf; to now while the batch is open. Of leaves that were made again, retried or finished, from when that was asked for: the time in between, in which nothing was to be made, is left out. */
            wallClockMs: number;
            /** @description The longest any one leaf ran: the floor of the wall-clock. */
            slowestLeafMs: number;
            /** @description All leaves' running times added up: what a serial loop would have taken. */
            sumOfLeavesMs: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description One of them does not: `detail` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, as text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description The session is in a cookie, for a week. */
            204: {
                headers: {
                    /** @description The session: no script can read it, and no page of another site has it sent. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is not one of API_TOKENS. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cookie is gone. */
            204: {
                headers: {
                    /** @description Has the browser forget it. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Also models that were shut down. */
                all?: "" | "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that answer today. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        models: components["schemas"]["Model"][];
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStyles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with what it adds to a prompt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        styles: {
                            /** @enum {string} */
                            id: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                            prompt: string;
                            /** @description Path of a small picture in it, which may be kept for good. */
                            sampleUrl: string;
                        }[];
                    };
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits of this deployment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Images of one batch (MAX_IMAGES). */
                        maxImages: number;
                        /** @description Characters of a prompt, of `context` and of `extraPrompt` (MAX_PROMPT_LENGTH). */
                        maxPromptLength: number;
                        /** @description Most that a batch may be estimated at (MAX_COST_USD). Absent: any sum. */
                        maxCostUsd?: number;
                        /**
                         * @description Addresses that a batch may have its `webhook` at. Absent: none, since there is no WEBHOOK_SECRET to sign it with.
                         * @enum {string}
                         */
                        webhooks?: "https" | "https and http";
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with what it adds to a prompt; those built in, then those of this deployment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        templates: {
                            id: string;
                            /** @description What it adds to a prompt. */
                            prompt: string;
                            builtIn: boolean;
                            /** @description What people call it. */
                            label: string;
                            /** @description Path of a small picture of it, which may be kept for good. */
                            sampleUrl: string;
                            /** @description Fonts that it names. */
                            fonts?: string[];
                            /** @description Logo that it has unless a request names another. */
                            logo?: string;
                            /** @description Of its content: batches name it by this, and keep it when the name changes. */
                            sha256?: string;
                            /** @description Length of its content. */
                            bytes?: number;
                            /**
                             * Format: date-time
                             * @description When the name came to stand for it.
                             */
                            updatedAt?: string;
                        }[];
                    };
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {number} */
                        version: 1;
                        label: string;
                        calm: string | {
                            dark: string;
                            light: string;
                        };
                        /** @enum {string} */
                        theme?: "dark" | "light";
                        colors: {
                            dark: {
                                [key: string]: string;
                            };
                            light: {
                                [key: string]: string;
                            };
                        };
                        safe?: number;
                        logo?: string;
                        layers: ({
                            /** @enum {string} */
                            kind: "fill";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            color: string;
                            opacity?: number;
                            radius?: number;
                        } | {
                            /** @enum {string} */
                            kind: "gradient";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            to: "top" | "bottom" | "left" | "right";
                            stops: {
                                at: number;
                                color: string;
                                opacity?: number;
                            }[];
                            /** @enum {string} */
                            easing?: "linear" | "smooth";
                        } | {
                            /** @enum {string} */
                            kind: "logo";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            align?: "start" | "center" | "end";
                            /** @enum {string} */
                            anchor?: "top" | "middle" | "bottom";
                        } | {
                            /** @enum {string} */
                            kind: "stack";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            anchor: "top" | "middle" | "bottom";
                            /** @enum {string} */
                            align: "start" | "center" | "end";
                            gap?: number;
                            items: ({
                                /** @enum {string} */
                                kind: "kicker" | "title" | "subtitle" | "byline";
                                size: {
                                    min: number;
                                    max: number;
                                };
                                height?: number | string;
                                color: string;
                                font?: string;
                                uppercase?: boolean;
                                gap?: number;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                width: number;
                                height: number;
                                color: string;
                                gap?: number;
                            } | {
                                /** @enum {string} */
                                kind: "logo";
                                width: number;
                                height: number;
                                gap?: number;
                            })[];
                            backing?: {
                                /** @enum {string} */
                                kind: "card";
                                color: string;
                                opacity?: number;
                                padding: {
                                    x: number;
                                    y: number;
                                };
                                min?: {
                                    width: number;
                                    height: number;
                                };
                                radius?: number;
                            } | {
                                /** @enum {string} */
                                kind: "bar";
                                color: string;
                                opacity?: number;
                                padding: number;
                                min?: number | string;
                                mark?: {
                                    color: string;
                                    width: number;
                                    start: number;
                                    inset: number;
                                };
                            } | {
                                /** @enum {string} */
                                kind: "shade";
                                color: string;
                                opacity?: number;
                                edge?: number;
                                padding: number;
                                fade: number;
                            };
                        })[];
                        portrait?: {
                            calm?: string | {
                                dark: string;
                                light: string;
                            };
                            layers: ({
                                /** @enum {string} */
                                kind: "fill";
                                box: {
                                    left?: number | string;
                                    right?: number | string;
                                    start?: number | string;
                                    end?: number | string;
                                    top?: number | string;
                                    bottom?: number | string;
                                    width?: number | string;
                                    height?: number | string;
                                };
                                color: string;
                                opacity?: number;
                                radius?: number;
                            } | {
                                /** @enum {string} */
                                kind: "gradient";
                                box: {
                                    left?: number | string;
                                    right?: number | string;
                                    start?: number | string;
                                    end?: number | string;
                                    top?: number | string;
                                    bottom?: number | string;
                                    width?: number | string;
                                    height?: number | string;
                                };
                                /** @enum {string} */
                                to: "top" | "bottom" | "left" | "right";
                                stops: {
                                    at: number;
                                    color: string;
                                    opacity?: number;
                                }[];
                                /** @enum {string} */
                                easing?: "linear" | "smooth";
                            } | {
                                /** @enum {string} */
                                kind: "logo";
                                box: {
                                    left?: number | string;
                                    right?: number | string;
                                    start?: number | string;
                                    end?: number | string;
                                    top?: number | string;
                                    bottom?: number | string;
                                    width?: number | string;
                                    height?: number | string;
                                };
                                /** @enum {string} */
                                align?: "start" | "center" | "end";
                                /** @enum {string} */
                                anchor?: "top" | "middle" | "bottom";
                            } | {
                                /** @enum {string} */
                                kind: "stack";
                                box: {
                                    left?: number | string;
                                    right?: number | string;
                                    start?: number | string;
                                    end?: number | string;
                                    top?: number | string;
                                    bottom?: number | string;
                                    width?: number | string;
                                    height?: number | string;
                                };
                                /** @enum {string} */
                                anchor: "top" | "middle" | "bottom";
                                /** @enum {string} */
                                align: "start" | "center" | "end";
                                gap?: number;
                                items: ({
                                    /** @enum {string} */
                                    kind: "kicker" | "title" | "subtitle" | "byline";
                                    size: {
                                        min: number;
                                        max: number;
                                    };
                                    height?: number | string;
                                    color: string;
                                    font?: string;
                                    uppercase?: boolean;
                                    gap?: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "rule";
                                    width: number;
                                    height: number;
                                    color: string;
                                    gap?: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "logo";
                                    width: number;
                                    height: number;
                                    gap?: number;
                                })[];
                                backing?: {
                                    /** @enum {string} */
                                    kind: "card";
                                    color: string;
                                    opacity?: number;
                                    padding: {
                                        x: number;
                                        y: number;
                                    };
                                    min?: {
                                        width: number;
                                        height: number;
                                    };
                                    radius?: number;
                                } | {
                                    /** @enum {string} */
                                    kind: "bar";
                                    color: string;
                                    opacity?: number;
                                    padding: number;
                                    min?: number | string;
                                    mark?: {
                                        color: string;
                                        width: number;
                                        start: number;
                                        inset: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "shade";
                                    color: string;
                                    opacity?: number;
                                    edge?: number;
                                    padding: number;
                                    fade: number;
                                };
                            })[];
                        };
                    };
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {number} */
                    version: 1;
                    label: string;
                    calm: string | {
                        dark: string;
                        light: string;
                    };
                    /** @enum {string} */
                    theme?: "dark" | "light";
                    colors: {
                        dark: {
                            [key: string]: string;
                        };
                        light: {
                            [key: string]: string;
                        };
                    };
                    safe?: number;
                    logo?: string;
                    layers: ({
                        /** @enum {string} */
                        kind: "fill";
                        box: {
                            left?: number | string;
                            right?: number | string;
                            start?: number | string;
                            end?: number | string;
                            top?: number | string;
                            bottom?: number | string;
                            width?: number | string;
                            height?: number | string;
                        };
                        color: string;
                        opacity?: number;
                        radius?: number;
                    } | {
                        /** @enum {string} */
                        kind: "gradient";
                        box: {
                            left?: number | string;
                            right?: number | string;
                            start?: number | string;
                            end?: number | string;
                            top?: number | string;
                            bottom?: number | string;
                            width?: number | string;
                            height?: number | string;
                        };
                        /** @enum {string} */
                        to: "top" | "bottom" | "left" | "right";
                        stops: {
                            at: number;
                            color: string;
                            opacity?: number;
                        }[];
                        /** @enum {string} */
                        easing?: "linear" | "smooth";
                    } | {
                        /** @enum {string} */
                        kind: "logo";
                        box: {
                            left?: number | string;
                            right?: number | string;
                            start?: number | string;
                            end?: number | string;
                            top?: number | string;
                            bottom?: number | string;
                            width?: number | string;
                            height?: number | string;
                        };
                        /** @enum {string} */
                        align?: "start" | "center" | "end";
                        /** @enum {string} */
                        anchor?: "top" | "middle" | "bottom";
                    } | {
                        /** @enum {string} */
                        kind: "stack";
                        box: {
                            left?: number | string;
                            right?: number | string;
                            start?: number | string;
                            end?: number | string;
                            top?: number | string;
                            bottom?: number | string;
                            width?: number | string;
                            height?: number | string;
                        };
                        /** @enum {string} */
                        anchor: "top" | "middle" | "bottom";
                        /** @enum {string} */
                        align: "start" | "center" | "end";
                        gap?: number;
                        items: ({
                            /** @enum {string} */
                            kind: "kicker" | "title" | "subtitle" | "byline";
                            size: {
                                min: number;
                                max: number;
                            };
                            height?: number | string;
                            color: string;
                            font?: string;
                            uppercase?: boolean;
                            gap?: number;
                        } | {
                            /** @enum {string} */
                            kind: "rule";
                            width: number;
                            height: number;
                            color: string;
                            gap?: number;
                        } | {
                            /** @enum {string} */
                            kind: "logo";
                            width: number;
                            height: number;
                            gap?: number;
                        })[];
                        backing?: {
                            /** @enum {string} */
                            kind: "card";
                            color: string;
                            opacity?: number;
                            padding: {
                                x: number;
                                y: number;
                            };
                            min?: {
                                width: number;
                                height: number;
                            };
                            radius?: number;
                        } | {
                            /** @enum {string} */
                            kind: "bar";
                            color: string;
                            opacity?: number;
                            padding: number;
                            min?: number | string;
                            mark?: {
                                color: string;
                                width: number;
                                start: number;
                                inset: number;
                            };
                        } | {
                            /** @enum {string} */
                            kind: "shade";
                            color: string;
                            opacity?: number;
                            edge?: number;
                            padding: number;
                            fade: number;
                        };
                    })[];
                    portrait?: {
                        calm?: string | {
                            dark: string;
                            light: string;
                        };
                        layers: ({
                            /** @enum {string} */
                            kind: "fill";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            color: string;
                            opacity?: number;
                            radius?: number;
                        } | {
                            /** @enum {string} */
                            kind: "gradient";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            to: "top" | "bottom" | "left" | "right";
                            stops: {
                                at: number;
                                color: string;
                                opacity?: number;
                            }[];
                            /** @enum {string} */
                            easing?: "linear" | "smooth";
                        } | {
                            /** @enum {string} */
                            kind: "logo";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            align?: "start" | "center" | "end";
                            /** @enum {string} */
                            anchor?: "top" | "middle" | "bottom";
                        } | {
                            /** @enum {string} */
                            kind: "stack";
                            box: {
                                left?: number | string;
                                right?: number | string;
                                start?: number | string;
                                end?: number | string;
                                top?: number | string;
                                bottom?: number | string;
                                width?: number | string;
                                height?: number | string;
                            };
                            /** @enum {string} */
                            anchor: "top" | "middle" | "bottom";
                            /** @enum {string} */
                            align: "start" | "center" | "end";
                            gap?: number;
                            items: ({
                                /** @enum {string} */
                                kind: "kicker" | "title" | "subtitle" | "byline";
                                size: {
                                    min: number;
                                    max: number;
                                };
                                height?: number | string;
                                color: string;
                                font?: string;
                                uppercase?: boolean;
                                gap?: number;
                            } | {
                                /** @enum {string} */
                                kind: "rule";
                                width: number;
                                height: number;
                                color: string;
                                gap?: number;
                            } | {
                                /** @enum {string} */
                                kind: "logo";
                                width: number;
                                height: number;
                                gap?: number;
                            })[];
                            backing?: {
                                /** @enum {string} */
                                kind: "card";
                                color: string;
                                opacity?: number;
                                padding: {
                                    x: number;
                                    y: number;
                                };
                                min?: {
                                    width: number;
                                    height: number;
                                };
                                radius?: number;
                            } | {
                                /** @enum {string} */
                                kind: "bar";
                                color: string;
                                opacity?: number;
                                padding: number;
                                min?: number | string;
                                mark?: {
                                    color: string;
                                    width: number;
                                    start: number;
                                    inset: number;
                                };
                            } | {
                                /** @enum {string} */
                                kind: "shade";
                                color: string;
                                opacity?: number;
                                edge?: number;
                                padding: number;
                                fade: number;
                            };
                        })[];
                    };
                };
            };
        };
        responses: {
            /** @description The name stands for this template now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description What it adds to a prompt. */
                        prompt: string;
                        builtIn: boolean;
                        /** @description What people call it. */
                        label: string;
                        /** @description Path of a small picture of it, which may be kept for good. */
                        sampleUrl: string;
                        /** @description Fonts that it names. */
                        fonts?: string[];
                        /** @description Logo that it has unless a request names another. */
                        logo?: string;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256?: string;
                        /** @description Length of its content. */
                        bytes?: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt?: string;
                    };
                };
            };
            /** @description There is a template of this name now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description What it adds to a prompt. */
                        prompt: string;
                        builtIn: boolean;
                        /** @description What people call it. */
                        label: string;
                        /** @description Path of a small picture of it, which may be kept for good. */
                        sampleUrl: string;
                        /** @description Fonts that it names. */
                        fonts?: string[];
                        /** @description Logo that it has unless a request names another. */
                        logo?: string;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256?: string;
                        /** @description Length of its content. */
                        bytes?: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt?: string;
                    };
                };
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The name is gone. Batches that were accepted with it keep what it stood for. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFonts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with its family; those built in, then those of this deployment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fonts: {
                            id: string;
                            family: string;
                            builtIn: boolean;
                            bold?: boolean;
                            glyphs?: number;
                            /** @description Characters it can draw. */
                            characters?: number;
                            /** @description Path of a small picture of it, which may be kept for good. */
                            sampleUrl: string;
                            /** @description Of its content: batches name it by this, and keep it when the name changes. */
                            sha256?: string;
                            /** @description Length of its content. */
                            bytes?: number;
                            /**
                             * Format: date-time
                             * @description When the name came to stand for it.
                             */
                            updatedAt?: string;
                        }[];
                    };
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putFont: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "font/ttf": string;
                "font/otf": string;
                "font/woff2": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The name stands for this font now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        family: string;
                        builtIn: boolean;
                        bold?: boolean;
                        glyphs?: number;
                        /** @description Characters it can draw. */
                        characters?: number;
                        /** @description Path of a small picture of it, which may be kept for good. */
                        sampleUrl: string;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256?: string;
                        /** @description Length of its content. */
                        bytes?: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt?: string;
                    };
                };
            };
            /** @description There is a font of this name now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        family: string;
                        builtIn: boolean;
                        bold?: boolean;
                        glyphs?: number;
                        /** @description Characters it can draw. */
                        characters?: number;
                        /** @description Path of a small picture of it, which may be kept for good. */
                        sampleUrl: string;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256?: string;
                        /** @description Length of its content. */
                        bytes?: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt?: string;
                    };
                };
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteFont: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The name is gone. Batches that were accepted with it keep what it stood for. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLogos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of this deployment; none is built in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        logos: {
                            id: string;
                            builtIn: boolean;
                            /** @description In pixels, as it is kept. */
                            width: number;
                            height: number;
                            /** @description Of its content: batches name it by this, and keep it when the name changes. */
                            sha256: string;
                            /** @description Length of its content. */
                            bytes: number;
                            /**
                             * Format: date-time
                             * @description When the name came to stand for it.
                             */
                            updatedAt: string;
                        }[];
                    };
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The logo as it is drawn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/png": string;
                "image/svg+xml": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The name stands for this logo now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        builtIn: boolean;
                        /** @description In pixels, as it is kept. */
                        width: number;
                        height: number;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256: string;
                        /** @description Length of its content. */
                        bytes: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt: string;
                    };
                };
            };
            /** @description There is a logo of this name now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        builtIn: boolean;
                        /** @description In pixels, as it is kept. */
                        width: number;
                        height: number;
                        /** @description Of its content: batches name it by this, and keep it when the name changes. */
                        sha256: string;
                        /** @description Length of its content. */
                        bytes: number;
                        /**
                         * Format: date-time
                         * @description When the name came to stand for it.
                         */
                        updatedAt: string;
                    };
                };
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLogo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in a request: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The name is gone. Batches that were accepted with it keep what it stood for. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It cannot be used: `detail` says why, and `errors` names each field at fault. Or the name cannot be given, as that of what is built in. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStyleSample: {
        parameters: {
            query?: {
                /** @description What stands for the sample as it is now: see `sampleUrl`. */
                v?: string;
            };
            header?: never;
            path: {
                /** @description As in a request. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A small JPEG. */
            200: {
                headers: {
                    /** @description With `v`, as the lists have it: may be kept for good. Without it: for an hour at the most. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplateSample: {
        parameters: {
            query?: {
                /** @description What stands for the sample as it is now: see `sampleUrl`. */
                v?: string;
            };
            header?: never;
            path: {
                /** @description As in a request. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A small JPEG. */
            200: {
                headers: {
                    /** @description With `v`, as the lists have it: may be kept for good. Without it: for an hour at the most. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFontSample: {
        parameters: {
            query?: {
                /** @description What stands for the sample as it is now: see `sampleUrl`. */
                v?: string;
            };
            header?: never;
            path: {
                /** @description As in a request. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A small JPEG. */
            200: {
                headers: {
                    /** @description With `v`, as the lists have it: may be kept for good. Without it: for an hour at the most. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/png": string;
                "image/jpeg": string;
                "image/webp": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The picture is there. */
            201: {
                headers: {
                    /** @description Path of the picture. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description SHA-256 of its bytes: what batches name it by. */
                        id: string;
                        /** @description Path of the picture. */
                        url: string;
                        /**
                         * @description By what is inside, whatever it was sent as.
                         * @enum {string}
                         */
                        contentType: "image/png" | "image/jpeg" | "image/webp";
                        bytes: number;
                        /** @description In pixels. */
                        width: number;
                        height: number;
                    };
                };
            };
            /** @description It cannot be used: `detail` says why. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReference: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the picture you have. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the picture. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture, byte for byte as it came. */
            200: {
                headers: {
                    /** @description To ask with, as `If-None-Match`. */
                    ETag?: string;
                    /** @description May be kept for good, by whoever asked: a picture never changes under its id. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description The picture is the one you have. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such picture. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteReference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the picture. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. Batches that were accepted with it keep their copies. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such picture. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatchReference: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the picture you have. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a batch. */
                batchId: string;
                /** @description Id of the picture. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture, byte for byte as it came. */
            200: {
                headers: {
                    /** @description To ask with, as `If-None-Match`. */
                    ETag?: string;
                    /** @description May be kept for good, by whoever asked: a picture never changes under its id. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            /** @description The picture is the one you have. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such picture. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewLook: {
        parameters: {
            query?: {
                /** @description The style to hint at. */
                style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                /** @description What to write on the picture. */
                title?: string;
                /** @description Where the texts go: a name that `GET /templates` lists. */
                template?: string;
                /** @description What they are set in: a name that `GET /fonts` lists. */
                font?: string;
                /** @description Which colours of the template; by default its own, which is dark but of center-box. */
                theme?: "dark" | "light";
                /** @description Of the texts, where their script does not tell it; empty for none. */
                language?: string;
                /** @description Set above the title. */
                kicker?: string;
                /** @description Set below the title. */
                subtitle?: string;
                /** @description Set small, as the name of an author is. */
                byline?: string;
                /** @description Name of a logo of this deployment; empty for none. */
                logo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JPEG of 600x315 pixels. */
            200: {
                headers: {
                    /** @description May be shown again for an hour without asking, if everything named is built in. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewLeaf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batchId?: string;
                    /** @description Whose original is shown, with the look of its batch as far as nothing else is said. */
                    leafId?: string;
                    /**
                     * @description To hint at, where there is no leaf.
                     * @enum {string}
                     */
                    style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                    /** @description What to write on the picture; by default the leaf's title. */
                    text?: string;
                    /** @description What is made of each original; the first is its image. By default a JPEG of 1200x630. */
                    outputs?: (string | {
                        /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                        size: string;
                        /**
                         * @description What the picture is encoded as.
                         * @default jpeg
                         * @enum {string}
                         */
                        format?: "jpeg" | "webp" | "avif" | "png";
                        /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                        quality?: number;
                        /**
                         * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                         * @default center
                         * @enum {string}
                         */
                        crop?: "center" | "attention" | "entropy";
                    })[];
                    /** @description False for pictures without their titles. */
                    title?: boolean;
                    /**
                     * @description `series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.
                     * @enum {string}
                     */
                    titleSize?: "fit" | "series";
                    /**
                     * @description Where the texts go: a name that `GET /templates` lists.
                     * @example bottom-bar
                     * @example left-panel
                     * @example center-box
                     * @example overlay-bottom
                     * @example overlay-center
                     */
                    template?: string;
                    /**
                     * @description What they are set in: a name that `GET /fonts` lists.
                     * @example inter
                     * @example roboto
                     * @example poppins
                     * @example montserrat
                     * @example raleway
                     * @example oswald
                     * @example bebas-neue
                     * @example playfair
                     * @example merriweather
                     * @example lora
                     * @example space-mono
                     * @example jetbrains-mono
                     * @example bangers
                     * @example pacifico
                     * @example permanent-marker
                     * @example righteous
                     * @example creepster
                     * @example press-start-2p
                     */
                    font?: string;
                    /**
                     * @description Which colours of the template; by default its own, which is dark but of center-box.
                     * @enum {string}
                     */
                    theme?: "dark" | "light";
                    /** @description Of the texts, where their script does not tell it; empty for none. */
                    language?: string;
                    /** @description Set above the title. */
                    kicker?: string;
                    /** @description Set below the title. */
                    subtitle?: string;
                    /** @description Set small, as the name of an author is. */
                    byline?: string;
                    /** @description Name of a logo of this deployment; empty for none. */
                    logo?: string;
                };
            };
        };
        responses: {
            /** @description A JPEG in the shape of the first output, half as large and at most 1200 pixels wide. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such batch or leaf, or the leaf has no original that can be read. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description Where to go on: the `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those with all these words in their name and tags, or in one of their prompts with its titles. Case and accents do not matter. */
                q?: string;
                /** @description Only those with this tag, in any case. */
                tag?: string;
                /** @description Only those in this state. */
                state?: "queued" | "running" | "paused" | "succeeded" | "partial" | "failed" | "canceled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of batches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBatch: {
        parameters: {
            query?: {
                /** @description Check and estimate only; nothing is started. */
                dryRun?: "" | "true" | "false";
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                models?: (string | {
                    id: string;
                    size?: string;
                    quality?: string;
                    complexity?: string;
                    aspectRatio?: string;
                    imageSize?: string;
                })[];
                /** @description With a table as the body: see the field of the same name. */
                style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                /** @description With a table as the body: see the field of the same name. */
                template?: string;
                /** @description With a table as the body: see the field of the same name. */
                font?: string;
                /** @description With a table as the body: see the field of the same name. */
                context?: string;
                /** @description With a table as the body: see the field of the same name. */
                extraPrompt?: string;
                /** @description With a table as the body: see the field of the same name. */
                name?: string;
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                tags?: string[];
                /** @description With a table as the body: see the field of the same name. */
                webhook?: string;
                /** @description With a table as the body: see the field of the same name. */
                maxCostUsd?: number;
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                fallback?: (string | {
                    id: string;
                    size?: string;
                    quality?: string;
                    complexity?: string;
                    aspectRatio?: string;
                    imageSize?: string;
                })[];
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
                /** @description With a table as the body: see the field of the same name. */
                reuse?: "always" | "batch";
                /** @description With a table as the body: see the field of the same name. */
                speed?: "asap" | "economy";
                /** @description With a table as the body: see the field of the same name. */
                economy?: "prefer" | "only";
                /** @description With a table as the body: see the field of the same name. */
                deadline?: string | number;
                /** @description With a table as the body: see the field of the same name. */
                from?: string;
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                references?: string[];
                /** @description With a table as the body: see the field of the same name. */
                variations?: number;
                /** @description With a table as the body: see the field of the same name. */
                sample?: number;
                /** @description With a table as the body: see the field of the same name. Repeated, with commas between, or as JSON. */
                outputs?: (string | {
                    /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                    size: string;
                    /**
                     * @description What the picture is encoded as.
                     * @default jpeg
                     * @enum {string}
                     */
                    format?: "jpeg" | "webp" | "avif" | "png";
                    /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                    quality?: number;
                    /**
                     * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                     * @default center
                     * @enum {string}
                     */
                    crop?: "center" | "attention" | "entropy";
                })[];
                /** @description With a table as the body: see the field of the same name. */
                title?: boolean;
                /** @description With a table as the body: see the field of the same name. */
                titleSize?: "fit" | "series";
                /** @description With a table as the body: see the field of the same name. */
                theme?: "dark" | "light";
                /** @description With a table as the body: see the field of the same name. */
                language?: string;
                /** @description With a table as the body: see the field of the same name. */
                kicker?: string;
                /** @description With a table as the body: see the field of the same name. */
                subtitle?: string;
                /** @description With a table as the body: see the field of the same name. */
                byline?: string;
                /** @description With a table as the body: see the field of the same name. */
                logo?: string;
            };
            header?: {
                /** @description Any text of your own. The same key with the same body is answered as the first time and starts nothing; with another body it is refused. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    prompts: (string | {
                        prompt: string;
                        /** @description What is drawn; the prompt by default. */
                        title?: string;
                        /** @description Of the texts, where their script does not tell it; empty for none. */
                        language?: string;
                        /** @description Set above the title. */
                        kicker?: string;
                        /** @description Set below the title. */
                        subtitle?: string;
                        /** @description Set small, as the name of an author is. */
                        byline?: string;
                        /** @description Value of each `{{name}}` in the texts. */
                        variables?: {
                            [key: string]: string;
                        };
                        /** @description Pictures to go by, in this order: ids of `POST /references`, or https addresses. */
                        references?: string[];
                    })[];
                    models: (string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    })[];
                    /**
                     * @default photorealistic
                     * @enum {string}
                     */
                    style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                    /**
                     * @description Where the texts go: a name that `GET /templates` lists.
                     * @default bottom-bar
                     * @example bottom-bar
                     * @example left-panel
                     * @example center-box
                     * @example overlay-bottom
                     * @example overlay-center
                     */
                    template?: string;
                    /**
                     * @description What they are set in: a name that `GET /fonts` lists.
                     * @default inter
                     * @example inter
                     * @example roboto
                     * @example poppins
                     * @example montserrat
                     * @example raleway
                     * @example oswald
                     * @example bebas-neue
                     * @example playfair
                     * @example merriweather
                     * @example lora
                     * @example space-mono
                     * @example jetbrains-mono
                     * @example bangers
                     * @example pacifico
                     * @example permanent-marker
                     * @example righteous
                     * @example creepster
                     * @example press-start-2p
                     */
                    font?: string;
                    /** @default  */
                    context?: string;
                    /** @default  */
                    extraPrompt?: string;
                    /** @description What the batch is called: one line. */
                    name?: string;
                    /** @description What the batch can be found by, each once. */
                    tags?: string[];
                    webhook?: string;
                    maxCostUsd?: number;
                    /** @description Models to make an image with, in this order, where that of its column refuses it or has no quota left: items as of `models`. By default none. */
                    fallback?: (string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    })[];
                    /** @description Failures after which `fallback` is gone on with, also where the provider may have charged for them. By default `rejected`, `quota` and `rate_limited`, of a call that cannot have been charged. */
                    fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
                    /**
                     * @description Whether pictures that any batch with `always` has got for the same request (model, options, prompt as sent, references, variation) are taken instead of being paid for again. By default `batch`, unless the deployment says otherwise (REUSE): no others than its own.
                     * @enum {string}
                     */
                    reuse?: "always" | "batch";
                    /**
                     * @description How soon images are made. `economy`: by the providers' batch APIs, within a day, at half the price. By default `asap`: each by a call of its own, as soon as there is a slot.
                     * @enum {string}
                     */
                    speed?: "asap" | "economy";
                    /**
                     * @description Of `speed` economy: whether models that no batch API makes run at once, at the full price, with a warning (`prefer`), or are refused (`only`). By default `prefer`.
                     * @enum {string}
                     */
                    economy?: "prefer" | "only";
                    /** @description Of `speed` economy: by when all images are to be there, as a time (ISO 8601) or in hours from now, up to 168. What is not made by then is made at once, in time, at the full price, as far as `maxCostUsd` allows. By default none. */
                    deadline?: string | number;
                    /** @description Id of the batch that this one goes back to, as when its best images are made again by a better model. Kept as it is said: that batch may be gone. */
                    from?: string;
                    /** @description Pictures for every prompt to go by, before those of its own. */
                    references?: string[];
                    /** @description How many images are made of each prompt by each model. By default one. */
                    variations?: number;
                    /** @description How many images to make of all that the rest asks for, with some of the prompts: the same request takes the same. By default all. */
                    sample?: number;
                    /** @description What is made of each original; the first is its image. By default a JPEG of 1200x630. */
                    outputs?: (string | {
                        /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                        size: string;
                        /**
                         * @description What the picture is encoded as.
                         * @default jpeg
                         * @enum {string}
                         */
                        format?: "jpeg" | "webp" | "avif" | "png";
                        /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                        quality?: number;
                        /**
                         * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                         * @default center
                         * @enum {string}
                         */
                        crop?: "center" | "attention" | "entropy";
                    })[];
                    /** @description False for pictures without their titles. */
                    title?: boolean;
                    /**
                     * @description `series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.
                     * @enum {string}
                     */
                    titleSize?: "fit" | "series";
                    /**
                     * @description Which colours of the template; by default its own, which is dark but of center-box.
                     * @enum {string}
                     */
                    theme?: "dark" | "light";
                    /** @description Of the texts, where their script does not tell it; empty for none. */
                    language?: string;
                    /** @description Set above the title. */
                    kicker?: string;
                    /** @description Set below the title. */
                    subtitle?: string;
                    /** @description Set small, as the name of an author is. */
                    byline?: string;
                    /** @description Name of a logo of this deployment; empty for none. */
                    logo?: string;
                } | [
                    (string | {
                        prompt: string;
                        /** @description What is drawn; the prompt by default. */
                        title?: string;
                        /** @description Of the texts, where their script does not tell it; empty for none. */
                        language?: string;
                        /** @description Set above the title. */
                        kicker?: string;
                        /** @description Set below the title. */
                        subtitle?: string;
                        /** @description Set small, as the name of an author is. */
                        byline?: string;
                        /** @description Value of each `{{name}}` in the texts. */
                        variables?: {
                            [key: string]: string;
                        };
                        /** @description Pictures to go by, in this order: ids of `POST /references`, or https addresses. */
                        references?: string[];
                    })[],
                    (string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    })[],
                    "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage",
                    string,
                    string,
                    string,
                    string
                ];
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/x-ndjson": string;
                "application/jsonl": string;
                "multipart/form-data": {
                    /** @description The rest of the request, in JSON. */
                    request?: {
                        models: (string | {
                            id: string;
                            size?: string;
                            quality?: string;
                            complexity?: string;
                            aspectRatio?: string;
                            imageSize?: string;
                        })[];
                        /**
                         * @default photorealistic
                         * @enum {string}
                         */
                        style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                        /**
                         * @description Where the texts go: a name that `GET /templates` lists.
                         * @default bottom-bar
                         * @example bottom-bar
                         * @example left-panel
                         * @example center-box
                         * @example overlay-bottom
                         * @example overlay-center
                         */
                        template?: string;
                        /**
                         * @description What they are set in: a name that `GET /fonts` lists.
                         * @default inter
                         * @example inter
                         * @example roboto
                         * @example poppins
                         * @example montserrat
                         * @example raleway
                         * @example oswald
                         * @example bebas-neue
                         * @example playfair
                         * @example merriweather
                         * @example lora
                         * @example space-mono
                         * @example jetbrains-mono
                         * @example bangers
                         * @example pacifico
                         * @example permanent-marker
                         * @example righteous
                         * @example creepster
                         * @example press-start-2p
                         */
                        font?: string;
                        /** @default  */
                        context?: string;
                        /** @default  */
                        extraPrompt?: string;
                        /** @description What the batch is called: one line. */
                        name?: string;
                        /** @description What the batch can be found by, each once. */
                        tags?: string[];
                        webhook?: string;
                        maxCostUsd?: number;
                        /** @description Models to make an image with, in this order, where that of its column refuses it or has no quota left: items as of `models`. By default none. */
                        fallback?: (string | {
                            id: string;
                            size?: string;
                            quality?: string;
                            complexity?: string;
                            aspectRatio?: string;
                            imageSize?: string;
                        })[];
                        /** @description Failures after which `fallback` is gone on with, also where the provider may have charged for them. By default `rejected`, `quota` and `rate_limited`, of a call that cannot have been charged. */
                        fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
                        /**
                         * @description Whether pictures that any batch with `always` has got for the same request (model, options, prompt as sent, references, variation) are taken instead of being paid for again. By default `batch`, unless the deployment says otherwise (REUSE): no others than its own.
                         * @enum {string}
                         */
                        reuse?: "always" | "batch";
                        /**
                         * @description How soon images are made. `economy`: by the providers' batch APIs, within a day, at half the price. By default `asap`: each by a call of its own, as soon as there is a slot.
                         * @enum {string}
                         */
                        speed?: "asap" | "economy";
                        /**
                         * @description Of `speed` economy: whether models that no batch API makes run at once, at the full price, with a warning (`prefer`), or are refused (`only`). By default `prefer`.
                         * @enum {string}
                         */
                        economy?: "prefer" | "only";
                        /** @description Of `speed` economy: by when all images are to be there, as a time (ISO 8601) or in hours from now, up to 168. What is not made by then is made at once, in time, at the full price, as far as `maxCostUsd` allows. By default none. */
                        deadline?: string | number;
                        /** @description Id of the batch that this one goes back to, as when its best images are made again by a better model. Kept as it is said: that batch may be gone. */
                        from?: string;
                        /** @description Pictures for every prompt to go by, before those of its own. */
                        references?: string[];
                        /** @description How many images are made of each prompt by each model. By default one. */
                        variations?: number;
                        /** @description How many images to make of all that the rest asks for, with some of the prompts: the same request takes the same. By default all. */
                        sample?: number;
                        /** @description What is made of each original; the first is its image. By default a JPEG of 1200x630. */
                        outputs?: (string | {
                            /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                            size: string;
                            /**
                             * @description What the picture is encoded as.
                             * @default jpeg
                             * @enum {string}
                             */
                            format?: "jpeg" | "webp" | "avif" | "png";
                            /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                            quality?: number;
                            /**
                             * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                             * @default center
                             * @enum {string}
                             */
                            crop?: "center" | "attention" | "entropy";
                        })[];
                        /** @description False for pictures without their titles. */
                        title?: boolean;
                        /**
                         * @description `series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.
                         * @enum {string}
                         */
                        titleSize?: "fit" | "series";
                        /**
                         * @description Which colours of the template; by default its own, which is dark but of center-box.
                         * @enum {string}
                         */
                        theme?: "dark" | "light";
                        /** @description Of the texts, where their script does not tell it; empty for none. */
                        language?: string;
                        /** @description Set above the title. */
                        kicker?: string;
                        /** @description Set below the title. */
                        subtitle?: string;
                        /** @description Set small, as the name of an author is. */
                        byline?: string;
                        /** @description Name of a logo of this deployment; empty for none. */
                        logo?: string;
                    };
                    /**
                     * Format: binary
                     * @description A file as one of these types, by its name or its own type.
                     */
                    table: string;
                };
            };
        };
        responses: {
            /** @description What the batch would be (`dryRun`). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description The batch was accepted. */
            202: {
                headers: {
                    /** @description Path of the batch. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The batch cannot be made: `errors` names every field at fault. Moderation (MODERATION) may have flagged a prompt. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The budget of the token (TOKEN_RIGHTS) has less left than the batch is estimated at. Nothing was started. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Requests with this Idempotency-Key, or many for the same budget, are being answered; or the batch that the key made has been removed. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body comes as none of the types that are taken here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No worker that runs can make a model: `errors` names it and the variable to set. The estimate is over `maxCostUsd` or MAX_COST_USD; or the Idempotency-Key came with another request before. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store, the queue (or Render Workflows) or the moderation does not answer. Without an Idempotency-Key nothing was accepted, unless `detail` names a batch; with one, send the same again. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands, with the first of its leaves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    labelBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Null takes the name away. Left out: it stays. */
                    name?: string | null;
                    /** @description In place of all there were. Left out: they stay. */
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description What it is called now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string | null;
                        tags: string[];
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLeaves: {
        parameters: {
            query?: {
                /** @description Where to go on: the `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those of columns of the model of this id. */
                model?: string;
                /** @description Only those with all of these words in their prompt or title, in any case. */
                q?: string;
                /** @description Only those of these ids, with commas between them. */
                leaves?: string;
            };
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of leaves, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeafPage"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLeaf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
                /** @description Id of a leaf of it. */
                leafId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The leaf, with what its provider was sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        leafId: string;
                        /** @enum {string} */
                        state: "queued" | "running" | "succeeded" | "failed" | "canceled";
                        /**
                         * @description Of a leaf that runs: it is with the batch API of its provider (`speed` economy). Absent: it is made, or its picture is.
                         * @enum {string}
                         */
                        phase?: "submitted";
                        /**
                         * Format: date-time
                         * @description When that was asked. Absent without `phase`.
                         */
                        submittedAt?: string;
                        /**
                         * Format: date-time
                         * @description By when that means to be done. Absent without `phase`, and where it does not say.
                         */
                        expectedBy?: string;
                        promptIndex: number;
                        modelIndex: number;
                        title: string;
                        /** @description That of its column; of one that fell back to another, what made it or was asked last. */
                        model: string;
                        /** @enum {string} */
                        provider: "openai" | "google";
                        /** @description Models that were asked before `model`, in their order, and why each did not make it, where that is known. Absent where there are none. */
                        fallbackFrom?: {
                            model: string;
                            error?: components["schemas"]["LeafFailure"];
                        }[];
                        /** @description Which of the pictures of this prompt and model, from 0. Absent where there is one. */
                        variation?: number;
                        /** @description Attempts made, the settling one included. */
                        attempts?: number;
                        /** @description From acceptance of the batch, or from when the leaf was asked for again, to the start of the first attempt. */
                        queuedMs?: number;
                        /**
                         * Format: date-time
                         * @description Start of the first attempt.
                         */
                        startedAt?: string;
                        /** @description From the start of the first attempt to the end of the last, waits between them included. */
                        durationMs?: number;
                        /** @description Milliseconds in each step of the settling attempt, by the step's name. */
                        steps?: {
                            [key: string]: number;
                        };
                        /** @description The last few tries before the settling one, those that used up no attempt included: how each failed, and from when to when it ran, since the start of the first attempt. Between them it waited. Absent where there were none, or that is not known. */
                        retries?: {
                            /** @enum {string} */
                            kind: "rejected" | "invalid" | "auth" | "quota" | "rate_limited" | "unavailable" | "timeout" | "bad_image" | "storage" | "canceled" | "internal";
                            startedMs: number;
                            endedMs: number;
                        }[];
                        /** @description Null where no price is known. */
                        costUsd?: number | null;
                        /**
                         * @description What that is worked out by: the tokens that the answer told, or the price of a picture in the catalog; `both` of a leaf that was made again. Absent where no picture cost anything.
                         * @enum {string}
                         */
                        costBy?: "usage" | "list" | "both";
                        /** @description What the provider may have charged beside that, for calls that brought no picture: it answered without one, the call was broken off, or no answer came in time. Null where no price is known; absent where there was no such call. */
                        atRiskUsd?: number | null;
                        /** @description True if the picture came from the emulator. */
                        simulated?: boolean;
                        /**
                         * @description Made by the batch API of its provider, at half the price; its times begin when that was asked. Absent: by a call of its own.
                         * @enum {string}
                         */
                        speed?: "economy";
                        /** @description The leaf of another batch, which may be gone by now, whose original it took for the same request, at no cost. Absent of one that was made. */
                        reused?: {
                            batchId: string;
                            leafId: string;
                        };
                        /** @description Where the finished picture is: absolute, or a path of the API. Absent once it was deleted. */
                        imageUrl?: string;
                        /** @description Where the image is as a WebP of 640 pixels width. Absent where there is none. */
                        smallUrl?: string;
                        /** @description Its pictures of the other outputs of its batch; the first output is the image. Absent where there are none. */
                        outputs?: {
                            name: string;
                            /** @enum {string} */
                            format: "jpeg" | "webp" | "avif" | "png";
                            width: number;
                            height: number;
                            bytes: number;
                            /** @description Where it is, as `imageUrl`. */
                            url: string;
                        }[];
                        /** @description Images of earlier versions that were to be kept, the oldest first; of a leaf whose new one failed, that before too. Absent where there are none. */
                        earlier?: {
                            /** @description Where it is, as `imageUrl`. */
                            imageUrl: string;
                        }[];
                        /** @description What whoever looks at the image should know about it. */
                        warnings?: string[];
                        error?: components["schemas"]["LeafFailure"];
                        /**
                         * @description What somebody who looked at it said of it. Absent where nobody said anything, and in events.
                         * @enum {string}
                         */
                        pick?: "picked" | "rejected";
                        /** @description What calls to providers cost, or may have, one by one. Absent where there were none. */
                        charges?: {
                            model: string;
                            picture: boolean;
                            calls: number;
                            usage?: {
                                textIn: number;
                                imageIn: number;
                                textOut: number;
                                imageOut: number;
                            };
                            usd: number | null;
                            /** @enum {string} */
                            by: "usage" | "list";
                            /** @enum {string} */
                            speed?: "economy";
                        }[];
                        /** @description Its prompt, with the variables filled in: what `prompt` begins with. */
                        asked: string;
                        /** @description The whole text that its provider was sent. Absent where nothing was, or is not known. */
                        prompt?: string;
                        /** @description Path of the picture as its provider made it: whole, without title. Absent where none is kept. */
                        originalUrl?: string;
                        /** @description Value of each `{{name}}` in the texts of its prompt. Absent where it has none. */
                        variables?: {
                            [key: string]: string;
                        };
                        /** @description Pictures that its model is given, in their order. Absent where there are none. */
                        references?: {
                            id: string;
                            /** @description Path of the picture. */
                            url: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id, or it has no such leaf. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeLeaf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
                /** @description Id of a leaf of it. */
                leafId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is drawn. */
                    title: string;
                };
            };
        };
        responses: {
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecomposedBatch"];
                };
            };
            /** @description It cannot be recomposed so: `errors` names every field at fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id, or it has no such leaf. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; none of its leaves has an original; or it cannot be read, or have another version. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store or the queue (or Render Workflows) does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadResultsAsCsv: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those of columns of the model of this id. */
                model?: string;
                /** @description Only those with all of these words in their prompt or title, in any case. */
                q?: string;
                /** @description Only those of these ids, with commas between them. */
                leaves?: string;
            };
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The leaves there are, in order. */
            200: {
                headers: {
                    /** @description The name of the file. */
                    "Content-Disposition"?: string;
                    /** @description Not to be kept. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadResultsAsJson: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those of columns of the model of this id. */
                model?: string;
                /** @description Only those with all of these words in their prompt or title, in any case. */
                q?: string;
                /** @description Only those of these ids, with commas between them. */
                leaves?: string;
            };
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The leaves there are, in order. */
            200: {
                headers: {
                    /** @description The name of the file. */
                    "Content-Disposition"?: string;
                    /** @description Not to be kept. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, which settles soon. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch has settled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The budget that the batch counts for, of the day and month in which it was accepted, has less left than they may cost. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; or none of its leaves failed. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store or the queue (or Render Workflows) does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The budget that the batch counts for, of the day and month in which it was accepted, has less left than they may cost. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; or none of its leaves was canceled. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store or the queue (or Render Workflows) does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, of which nothing starts any more. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch has settled, or is being canceled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, which goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is not paused. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pickLeaves: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    picks: {
                        leafId: string;
                        /** @description Null takes back what was said of it. */
                        pick: ("picked" | "rejected") | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description How many leaves of the batch are picked, and rejected, now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        picked: number;
                        rejected: number;
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id, or it has no such leaf. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recomposeBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Where the texts go: a name that `GET /templates` lists.
                     * @example bottom-bar
                     * @example left-panel
                     * @example center-box
                     * @example overlay-bottom
                     * @example overlay-center
                     */
                    template?: string;
                    /**
                     * @description What they are set in: a name that `GET /fonts` lists.
                     * @example inter
                     * @example roboto
                     * @example poppins
                     * @example montserrat
                     * @example raleway
                     * @example oswald
                     * @example bebas-neue
                     * @example playfair
                     * @example merriweather
                     * @example lora
                     * @example space-mono
                     * @example jetbrains-mono
                     * @example bangers
                     * @example pacifico
                     * @example permanent-marker
                     * @example righteous
                     * @example creepster
                     * @example press-start-2p
                     */
                    font?: string;
                    /** @description What is made of each original; the first is its image. By default a JPEG of 1200x630. */
                    outputs?: (string | {
                        /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                        size: string;
                        /**
                         * @description What the picture is encoded as.
                         * @default jpeg
                         * @enum {string}
                         */
                        format?: "jpeg" | "webp" | "avif" | "png";
                        /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                        quality?: number;
                        /**
                         * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                         * @default center
                         * @enum {string}
                         */
                        crop?: "center" | "attention" | "entropy";
                    })[];
                    /** @description False for pictures without their titles. */
                    title?: boolean;
                    /**
                     * @description `series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.
                     * @enum {string}
                     */
                    titleSize?: "fit" | "series";
                    /**
                     * @description Which colours of the template; by default its own, which is dark but of center-box.
                     * @enum {string}
                     */
                    theme?: "dark" | "light";
                    /** @description Of the texts, where their script does not tell it; empty for none. */
                    language?: string;
                    /** @description Set above the title. */
                    kicker?: string;
                    /** @description Set below the title. */
                    subtitle?: string;
                    /** @description Set small, as the name of an author is. */
                    byline?: string;
                    /** @description Name of a logo of this deployment; empty for none. */
                    logo?: string;
                    /** @description New titles, by `leafId`. Where nothing else is named, those leaves alone are made anew. */
                    titles?: {
                        [key: string]: string;
                    };
                    /** @description Ids of the leaves that are made anew in another look. The others stay as they are drawn, and are drawn so when they are made anew the next time. By default all. */
                    leaves?: string[];
                    /**
                     * @description Whether the images before stay, as `earlier` of their leaves. Else they are replaced.
                     * @default false
                     */
                    keep?: boolean;
                };
            };
        };
        responses: {
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecomposedBatch"];
                };
            };
            /** @description It cannot be recomposed so: `errors` names every field at fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; none of its leaves has an original; or it cannot be read, or have another version. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store or the queue (or Render Workflows) does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerunLeaf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
                /** @description Id of a leaf of it. */
                leafId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What is asked for, in place of its prompt; no variables are filled in. */
                    prompt?: string;
                    /** @description What is drawn. */
                    title?: string;
                    /** @description What makes it: an item as of `models` in `POST /batches`. */
                    model?: string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    };
                    /**
                     * @description Whether the image before stays, as `earlier` of its leaf. Else it is replaced.
                     * @default false
                     */
                    keep?: boolean;
                };
            };
        };
        responses: {
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description It cannot be made so: `errors` names every field at fault. Moderation (MODERATION) may have flagged the prompt. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The budget that the batch counts for, of the day and month in which it was accepted, has less left than it may cost. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id, or it has no such leaf. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; or it cannot be read, or have another version. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No worker that runs can make the model: `errors` names the variable to set. Or the batch would be estimated over its `maxCostUsd` or MAX_COST_USD. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store, the queue (or Render Workflows) or the moderation does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPresets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        presets: {
                            /** @description Unique among presets. */
                            name: string;
                            /**
                             * Format: date-time
                             * @description When it was kept.
                             */
                            updatedAt: string;
                            /** @description What it says of a batch, with the fields of `POST /batches`. */
                            request: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPreset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the preset: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    models?: (string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    })[];
                    /** @enum {string} */
                    style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                    /**
                     * @description Where the texts go: a name that `GET /templates` lists.
                     * @example bottom-bar
                     * @example left-panel
                     * @example center-box
                     * @example overlay-bottom
                     * @example overlay-center
                     */
                    template?: string;
                    /**
                     * @description What they are set in: a name that `GET /fonts` lists.
                     * @example inter
                     * @example roboto
                     * @example poppins
                     * @example montserrat
                     * @example raleway
                     * @example oswald
                     * @example bebas-neue
                     * @example playfair
                     * @example merriweather
                     * @example lora
                     * @example space-mono
                     * @example jetbrains-mono
                     * @example bangers
                     * @example pacifico
                     * @example permanent-marker
                     * @example righteous
                     * @example creepster
                     * @example press-start-2p
                     */
                    font?: string;
                    context?: string;
                    extraPrompt?: string;
                    /** @description How many images are made of each prompt by each model. By default one. */
                    variations?: number;
                    /** @description Models to make an image with, in this order, where that of its column refuses it or has no quota left: items as of `models`. By default none. */
                    fallback?: (string | {
                        id: string;
                        size?: string;
                        quality?: string;
                        complexity?: string;
                        aspectRatio?: string;
                        imageSize?: string;
                    })[];
                    /** @description Failures after which `fallback` is gone on with, also where the provider may have charged for them. By default `rejected`, `quota` and `rate_limited`, of a call that cannot have been charged. */
                    fallbackOn?: ("rejected" | "quota" | "rate_limited" | "invalid" | "auth" | "unavailable" | "timeout" | "bad_image")[];
                    /**
                     * @description Whether pictures that any batch with `always` has got for the same request (model, options, prompt as sent, references, variation) are taken instead of being paid for again. By default `batch`, unless the deployment says otherwise (REUSE): no others than its own.
                     * @enum {string}
                     */
                    reuse?: "always" | "batch";
                    /**
                     * @description How soon images are made. `economy`: by the providers' batch APIs, within a day, at half the price. By default `asap`: each by a call of its own, as soon as there is a slot.
                     * @enum {string}
                     */
                    speed?: "asap" | "economy";
                    /**
                     * @description Of `speed` economy: whether models that no batch API makes run at once, at the full price, with a warning (`prefer`), or are refused (`only`). By default `prefer`.
                     * @enum {string}
                     */
                    economy?: "prefer" | "only";
                    maxCostUsd?: number;
                    /** @description What is made of each original; the first is its image. By default a JPEG of 1200x630. */
                    outputs?: (string | {
                        /** @description One of: og, square, story, wide, original, or WIDTHxHEIGHT in pixels, as in 1200x630. `original` is the whole picture in its own size, without a title. */
                        size: string;
                        /**
                         * @description What the picture is encoded as.
                         * @default jpeg
                         * @enum {string}
                         */
                        format?: "jpeg" | "webp" | "avif" | "png";
                        /** @description 1 to 100, by default what suits the format. Not for `png`, which loses nothing. */
                        quality?: number;
                        /**
                         * @description Which part stays where the original has another shape: its middle, what draws the eye (`attention`), or where most goes on (`entropy`).
                         * @default center
                         * @enum {string}
                         */
                        crop?: "center" | "attention" | "entropy";
                    })[];
                    /** @description False for pictures without their titles. */
                    title?: boolean;
                    /**
                     * @description `series`: all titles of the batch in one size. `fit`, as by default: each as large as it fits.
                     * @enum {string}
                     */
                    titleSize?: "fit" | "series";
                    /**
                     * @description Which colours of the template; by default its own, which is dark but of center-box.
                     * @enum {string}
                     */
                    theme?: "dark" | "light";
                    /** @description Of the texts, where their script does not tell it; empty for none. */
                    language?: string;
                    /** @description Set above the title. */
                    kicker?: string;
                    /** @description Set below the title. */
                    subtitle?: string;
                    /** @description Set small, as the name of an author is. */
                    byline?: string;
                    /** @description Name of a logo of this deployment; empty for none. */
                    logo?: string;
                };
            };
        };
        responses: {
            /** @description The name stands for this preset now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Unique among presets. */
                        name: string;
                        /**
                         * Format: date-time
                         * @description When it was kept.
                         */
                        updatedAt: string;
                        /** @description What it says of a batch, with the fields of `POST /batches`. */
                        request: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description There is a preset of this name now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Unique among presets. */
                        name: string;
                        /**
                         * Format: date-time
                         * @description When it was kept.
                         */
                        updatedAt: string;
                        /** @description What it says of a batch, with the fields of `POST /batches`. */
                        request: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description It cannot be kept: `errors` names every field at fault, or `detail` says why. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are 200 presets. Take one away first. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePreset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the preset: a name is 1 to 40 lower-case letters, digits and dashes, and starts with no dash. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. Batches that were made with it stay. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no preset of this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addPrompts: {
        parameters: {
            query?: {
                /** @description Check and estimate only, of the new images alone; nothing is started. */
                dryRun?: "" | "true" | "false";
            };
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is added: items as of `prompts` in `POST /batches`. */
                    prompts: (string | {
                        prompt: string;
                        /** @description What is drawn; the prompt by default. */
                        title?: string;
                        /** @description Of the texts, where their script does not tell it; empty for none. */
                        language?: string;
                        /** @description Set above the title. */
                        kicker?: string;
                        /** @description Set below the title. */
                        subtitle?: string;
                        /** @description Set small, as the name of an author is. */
                        byline?: string;
                        /** @description Value of each `{{name}}` in the texts. */
                        variables?: {
                            [key: string]: string;
                        };
                        /** @description Pictures to go by, in this order: ids of `POST /references`, or https addresses. */
                        references?: string[];
                    })[];
                    /** @description How many prompts the batch has, as its caller knows it. Where it has another number by now nothing is added: so the same can be sent again without being paid twice. */
                    after?: number;
                };
            };
        };
        responses: {
            /** @description What the new images would be (`dryRun`). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description The batch, open again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecomposedBatch"];
                };
            };
            /** @description They cannot be added so: `errors` names every field at fault. Moderation (MODERATION) may have flagged a prompt. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The budget that the batch counts for, of the day and month in which it was accepted, has less left than they may cost. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch is open, or still being closed; it is a sample; it has another number of prompts than `after` says; or it cannot be read, or have another version. */
            409: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No worker that runs can make a model of the batch: `errors` names the variable to set. Or the batch would be estimated over its `maxCostUsd` or MAX_COST_USD. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store, the queue (or Render Workflows) or the moderation does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description What is added up. */
                by?: "token" | "model" | "day";
                /** @description The first day; if left out, the first of the month of `to`. */
                from?: string;
                /** @description The last day; if left out, today. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        /** @description Ascending by name. */
                        rows: {
                            /** @description Of the token, id of the model, or the day; absent of batches by no token with a name. */
                            name?: string;
                            /** @description Settled batches; with `by=model` those that have the model. */
                            batches: number;
                            /** @description Leaves that succeeded. */
                            images: number;
                            costUsd: number;
                            /** @description How much of that is by list prices, not by the tokens that answers told. */
                            listUsd: number;
                            /** @description What may have been charged beside that, for calls that brought no picture. */
                            atRiskUsd: number;
                            /** @description With `by=token`, as it stands now, whatever days are asked for. Absent where there is none. */
                            budget?: {
                                /** @description Absent where it has none for a day. */
                                day?: {
                                    limitUsd: number;
                                    /** @description By batches that have settled, what may have been charged included. */
                                    spentUsd: number;
                                    /** @description For batches that have not. */
                                    reservedUsd: number;
                                    leftUsd: number;
                                    /** Format: date-time */
                                    renewsAt: string;
                                };
                                /** @description Absent where it has none for a month. */
                                month?: {
                                    limitUsd: number;
                                    /** @description By batches that have settled, what may have been charged included. */
                                    spentUsd: number;
                                    /** @description For batches that have not. */
                                    reservedUsd: number;
                                    leftUsd: number;
                                    /** Format: date-time */
                                    renewsAt: string;
                                };
                            };
                        }[];
                        total: {
                            /** @description Settled batches; with `by=model` those that have the model. */
                            batches: number;
                            /** @description Leaves that succeeded. */
                            images: number;
                            costUsd: number;
                            /** @description How much of that is by list prices, not by the tokens that answers told. */
                            listUsd: number;
                            /** @description What may have been charged beside that, for calls that brought no picture. */
                            atRiskUsd: number;
                        };
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event heard: only what is new since then is told. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, until the batch has settled. */
            200: {
                headers: {
                    /** @description Not to be kept. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Nothing more than was heard. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: {
                /** @description Have a browser save the file. */
                download?: "" | "true" | "false";
                /** @description The smallest picture there is of at least this width, in pixels: a small JPEG, or the image itself where no smaller one was made. */
                w?: "320" | "640";
            };
            header?: {
                /** @description The `ETag` of the picture you have. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a batch. */
                batchId: string;
                /** @description Name of an image's file, the last part of its `imageUrl`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture, in the format it was made in: JPEG unless the batch asked for another. */
            200: {
                headers: {
                    /** @description To ask with, as `If-None-Match`. */
                    ETag?: string;
                    /** @description When the picture was made. */
                    "Last-Modified"?: string;
                    /** @description May be kept for good, by whoever asked: a picture never changes under its name. */
                    "Cache-Control"?: string;
                    /** @description The name of the file, with `download`. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                    "image/avif": string;
                    "image/png": string;
                };
            };
            /** @description The picture is the one you have. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such picture. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                batchId: string;
                /** @description Name of an image's file, the last part of its `imageUrl`; or the id of its leaf. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such batch, or it has no such leaf. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A batch has not settled: its images can be deleted once it has. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOutput: {
        parameters: {
            query?: {
                /** @description Have a browser save the file. */
                download?: "" | "true" | "false";
            };
            header?: {
                /** @description The `ETag` of the picture you have. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a batch. */
                batchId: string;
                /** @description Name of its file, the last part of its `url`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture, in the format it was made in: JPEG unless the batch asked for another. */
            200: {
                headers: {
                    /** @description To ask with, as `If-None-Match`. */
                    ETag?: string;
                    /** @description When the picture was made. */
                    "Last-Modified"?: string;
                    /** @description May be kept for good, by whoever asked: a picture never changes under its name. */
                    "Cache-Control"?: string;
                    /** @description The name of the file, with `download`. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                    "image/avif": string;
                    "image/png": string;
                };
            };
            /** @description The picture is the one you have. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such picture. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOriginal: {
        parameters: {
            query?: {
                /** @description Part of the address that a leaf names: with another original it differs. It chooses none. */
                v?: string;
            };
            header?: {
                /** @description The `ETag` of the original you have. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a batch. */
                id: string;
                /** @description Id of a leaf of it. */
                leafId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The original, byte for byte as it came. */
            200: {
                headers: {
                    /** @description To ask with, as `If-None-Match`. */
                    ETag?: string;
                    /** @description When it was kept. */
                    "Last-Modified"?: string;
                    /** @description May be kept by whoever asked, who asks again whether it still is the one. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "image/jpeg": string;
                    "image/webp": string;
                    "image/gif": string;
                    "image/avif": string;
                };
            };
            /** @description The original is the one you have. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such batch or leaf, or no original of it is kept. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImages: {
        parameters: {
            query?: {
                /** @description Where to go on: the `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those of this batch. */
                batch?: string;
                /** @description Only those by the model of this id. */
                model?: string;
                /** @description Only those in this style. */
                style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those with all these words in their title and prompt, or in the name and tags of their batch. Case and accents do not matter. */
                q?: string;
                /** @description Only those whose batch was accepted before this time, or before this day (UTC). */
                before?: string;
                /** @description Only those whose batch was accepted at this time or later, or from this day on. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of images. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImagePage"];
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countImages: {
        parameters: {
            query?: {
                /** @description Only those of this batch. */
                batch?: string;
                /** @description Only those by the model of this id. */
                model?: string;
                /** @description Only those in this style. */
                style?: "photorealistic" | "cinematic" | "cartoon" | "anime" | "3d" | "pixel-art" | "watercolor" | "oil-painting" | "sketch" | "minimalist" | "neon" | "vintage";
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those with all these words in their title and prompt, or in the name and tags of their batch. Case and accents do not matter. */
                q?: string;
                /** @description Only those whose batch was accepted before this time, or before this day (UTC). */
                before?: string;
                /** @description Only those whose batch was accepted at this time or later, or from this day on. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        total: number;
                        /** @description Whether all are counted. A call reads so much and no more: where this is false the oldest are missing, and the same call goes on from there. */
                        complete: boolean;
                        /** @description Newest first; those without images are left out. */
                        days: {
                            /**
                             * Format: date
                             * @description On which their batches were accepted, in UTC.
                             */
                            day: string;
                            images: number;
                        }[];
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    images: {
                        batchId: string;
                        leafId: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description How many of them there were. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deleted: number;
                    };
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description With a session in place of a token: it does not come from a page of this API. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description One of the batches does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A batch has not settled: its images can be deleted once it has. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadArchive: {
        parameters: {
            query?: {
                /** @description Name of the only output to take. Its pictures are then in no folder. */
                output?: string;
                /** @description Files are named by the number of their prompt and the title, as in `0001-a-red-fox.jpg`. Absent: by the leaf and its model. */
                names?: "prompt";
                /** @description Only those in this state. */
                state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
                /** @description Only those that somebody picked, or rejected, or said nothing of (`none`). */
                pick?: "picked" | "rejected" | "none";
                /** @description Only those of columns of the model of this id. */
                model?: string;
                /** @description Only those with all of these words in their prompt or title, in any case. */
                q?: string;
                /** @description Only those of these ids, with commas between them. */
                leaves?: string;
            };
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A zip archive of the images there are. If none is left out, with `result.json` once the batch has settled. */
            200: {
                headers: {
                    /** @description Bytes of the whole. A download that is shorter broke off. */
                    "Content-Length"?: string;
                    /** @description The name of the file. */
                    "Content-Disposition"?: string;
                    /** @description Not to be kept. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description The batch has no output of that name. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id, or it has no such images. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactSheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a batch. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JPEG: prompts down, models across. */
            200: {
                headers: {
                    /** @description To be asked for anew each time: it changes while the batch is open. */
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request brings no token, or none that is accepted, where API_TOKENS is set. */
            401: {
                headers: {
                    /** @description That a bearer token is asked for. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no batch of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The batch cannot be read: a document of it in the store is damaged, or of another release. `detail` says which. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object store does not answer. */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeProviderEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Who tells. */
                provider: "openai" | "google";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken, whatever it tells. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be used. Where fields are at fault, `errors` names them. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not signed with the secret, or too old. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The secret of that provider is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than MAX_BODY_BYTES. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address is longer than 2048 characters. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body does not come as `application/json`. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More requests than RATE_LIMIT_PER_MINUTE, where API_TOKENS is set. */
            429: {
                headers: {
                    /** @description Seconds after which another try makes sense. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Why not, as problem details (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveBatchSettled: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the message: the same one may come twice. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since the epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA256 of `webhook-id.webhook-timestamp.body` with WEBHOOK_SECRET, in base64. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchSettled"];
            };
        };
        responses: {
            /** @description Taken: the message is not sent again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken, as is no answer within 15 seconds and a redirect: the message is sent again for about 28 hours, with growing waits. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}

import { z } from '@hono/zod-openapi';
import { problemKinds } from './problem.ts';

/**
 * An object that says in the document that it holds nothing else, and in replies drops whatever else it is given: a new
 * column of a table is in no reply until a shape names it.
 */
export const closed = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.object(shape).openapi({ additionalProperties: false });

/** Of a reply: an instant, ISO 8601 in UTC. */
export const instant = z
  .date()
  .transform((at) => at.toISOString())
  .openapi({ type: 'string', format: 'date-time', example: '2022-01-06T09:00:00.000Z' });

export const instantOrNull = z
  .date()
  .nullable()
  .transform((at) => at?.toISOString() ?? null)
  .openapi({ type: ['string', 'null'], format: 'date-time' });

/** For shapes that have a name: `.nullable()` would say so of every use of the name. */
export const orNull = <T extends z.ZodType>(shape: T) => z.union([shape, z.null()]);

/** Of a request. */
export const instantParameter = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .openapi({ type: 'string', format: 'date-time', example: '2022-01-06T09:00:00Z' });

export const numberParameter = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'This has to be a whole number.')
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1, format: 'int64' });

/** Ids of rules and names of concepts. */
export const nameParameter = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !name.includes('\0'))
  .openapi({ example: 'casualty-updates' });

/** Of 204. */
export const nothing = z.null();

export const reason = z
  .string()
  .trim()
  .max(1000)
  .default('')
  .openapi({ description: 'Why: kept in the audit log, and in the history of the thing.' });

export const problemShape = closed({
  type: z.string().openapi({ example: 'urn:tocsin:problem:not-found' }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(
      closed({
        detail: z.string(),
        pointer: z.string().optional().openapi({ description: 'Into the body (RFC 6901).' }),
        parameter: z.string().optional(),
        header: z.string().optional(),
      }),
    )
    .optional(),
  current: z.unknown().optional().openapi({ description: 'Of 412: the thing as it is now.' }),
  sent: z.unknown().optional().openapi({ description: 'Of 412: what you sent.' }),
}).openapi('Problem', { description: `Problem details (RFC 9457). Kinds: ${Object.keys(problemKinds).join(', ')}.` });

import type { RenderMail } from '../../adapters/channels/mail/renderMail.ts';
import { slackMessage } from '../../adapters/channels/slack/slackMessage.ts';
import { webhookPayload } from '../../adapters/channels/webhook/webhookPayload.ts';
import { createDeliveryDeeds } from '../../adapters/store/desk/deliveryDeeds.ts';
import { createConsoleStore } from '../../adapters/store/views/consoleViews.ts';
import { createMessageViews } from '../../adapters/store/views/messageViews.ts';
import type { UnsubscribeLinks } from '../../domain/digests/unsubscribeToken.ts';
import type { MessagesPagesDeps } from '../../web/console/messages/messagesPages.tsx';
import type { AppContext } from '../context.ts';

/** What the pages of messages need. */
export function messagesPageParts(
  { db, clock, wake }: AppContext,
  { links, renderMail }: { readonly links: UnsubscribeLinks; readonly renderMail: RenderMail },
): MessagesPagesDeps {
  return {
    views: createMessageViews(db),
    trouble: createConsoleStore(db),
    deeds: { store: createDeliveryDeeds(db), wake },
    mailOf: async ({ message, subscription }) => {
      const { html } = await renderMail(message, subscription);
      // Whoever has the link can end the subscription: it is the subscriber's alone.
      return html.replaceAll(links.linkFor(subscription.id), '#');
    },
    jsonOf({ message, subscription: { channel, subscriber } }) {
      if (channel === 'email') return null;
      const sent = channel === 'slack' ? slackMessage(message, subscriber.timezone) : webhookPayload(message);
      return JSON.stringify(sent, null, 2);
    },
    clock,
  };
}

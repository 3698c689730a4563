import { subscribe } from '../../core/events/index.js';
import { workHandedOver } from './hand-overs.events.js';
import { mailReceivers } from './receiver-mails.service.js';

export const handOversSubscribers = [
  subscribe(workHandedOver, 'mail the receivers', (event) =>
    mailReceivers({
      workspaceId: event.workspaceId,
      handOverId: event.data.handOverId,
      receiverIds: event.data.receiverIds,
      leaver: event.data.name,
      giver: { userId: event.actorUserId, name: event.actorName },
    }),
  ),
];

import { Button, type ButtonProps, Modal, type ModalProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, Suspense } from "react";
import { m } from "@/paraglide/messages";
import { SkeletonLines } from "@/shared/components/LoadState";

type Props = Pick<ButtonProps, "size" | "variant"> & {
  label: string;
  title: string;
  dialog?: Pick<ModalProps, "size" | "centered">;
  /** The content, which may be a chunk that is loaded when the dialog opens. */
  children: (close: () => void) => ReactNode;
};

/** A button that opens a dialog. */
export function DialogButton({ label, title, dialog, children, ...button }: Props) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button {...button} aria-haspopup="dialog" onClick={open}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ "aria-label": m.portfolio_close_dialog() }}
        {...dialog}
      >
        <Suspense fallback={<SkeletonLines lines={5} height={48} />}>{children(close)}</Suspense>
      </Modal>
    </>
  );
}
